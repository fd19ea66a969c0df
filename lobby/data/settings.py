"""The settings of one installation: environment variables `LOBBY_*`, few, each with a default that works."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from lobby.domain.errors import SettingsError


class Settings(BaseSettings):
    """What a machine decides; what a bank decides about its customers stands in the catalogue instead."""

    model_config = SettingsConfigDict(env_prefix="LOBBY_", frozen=True)

    home: Path = Field(
        default=Path("var"), description="folder of all state: portraits, rows, history, desk store"
    )
    desk_url: SecretStr | None = Field(
        default=None, description="PostgreSQL database of the desk store; without it a file in `LOBBY_HOME`"
    )
    desk_url_file: Path | None = Field(
        default=None, description="file that holds `LOBBY_DESK_URL`, so that no environment shows a password"
    )
    host: str = Field(default="127.0.0.1", description="address the server listens on")
    port: int = Field(default=8501, ge=1, le=65535, description="port the server listens on")
    build_memory: str = Field(
        default="4GB", description="memory of the nightly build, of all shards together"
    )
    build_threads: int = Field(default=0, ge=0, description="threads of the nightly build; 0 = one per core")
    shards: int = Field(default=1, ge=1, le=64, description="processes the nightly build runs customers in")
    read_memory: str = Field(default="1GB", description="memory of look-ups in the server")
    read_threads: int = Field(default=2, ge=1, description="threads of one look-up in the server")
    read_seconds: float = Field(default=3.0, gt=0, description="seconds after which a look-up is interrupted")
    continue_url: str = Field(
        default="",
        pattern=r"^(https://\S+)?$",
        description="address that a customer's QR code opens, with the reference at its end; empty = no code",
    )

    def desk_address(self) -> str | None:
        """The database of the desk store with its password, None for the file in `home`."""
        if self.desk_url is not None:
            return self.desk_url.get_secret_value()
        if self.desk_url_file is None:
            return None
        try:
            return self.desk_url_file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise SettingsError(
                "desk_url_unreadable",
                "The file that LOBBY_DESK_URL_FILE names cannot be read.",
                "Let the user that runs Lobby read it.",
            ) from error
