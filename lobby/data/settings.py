"""The settings of one installation: environment variables `LOBBY_*`, few, each with a default that works."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a machine decides; what a bank decides about its customers stands in the catalogue instead."""

    model_config = SettingsConfigDict(env_prefix="LOBBY_", frozen=True)

    home: Annotated[Path, Field(description="folder of all state")] = Path("var")
    host: Annotated[str, Field(description="address the server listens on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="port the server listens on")] = 8501
    build_memory: Annotated[str, Field(description="memory of the nightly build")] = "4GB"
    build_threads: Annotated[int, Field(ge=0, description="threads of a build; 0 = one per core")] = 0
    shards: Annotated[int, Field(ge=1, le=64, description="processes a build runs customers in")] = 1
    read_memory: Annotated[str, Field(description="memory of look-ups in the server")] = "1GB"
    read_threads: Annotated[int, Field(ge=1, description="threads of one look-up in the server")] = 2
    read_seconds: Annotated[float, Field(gt=0, description="seconds until a look-up is interrupted")] = 3.0
