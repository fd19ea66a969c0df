"""The settings of one installation: environment variables `LOBBY_*`, few, each with a default that works."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from lobby.domain.errors import SettingsError
from lobby.domain.sessions import Provider
from lobby.domain.signing import ApiKey

SECRET_LENGTH = 32
# With TLS, except on one machine.
ADDRESS = r"^(https://[^\s?#]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?[^\s?#]*)?$"


class Settings(BaseSettings):
    """What a machine decides; what a bank decides about its customers stands in the catalogue instead."""

    model_config = SettingsConfigDict(env_prefix="LOBBY_", frozen=True)

    home: Path = Field(
        default=Path("var"), description="folder of all state: portraits, rows, history, desk store"
    )
    policy: Path | None = Field(
        default=None, description="the bank's own policy file; what it says holds instead of `policy.toml`"
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
    read_memory: str = Field(
        default="1GB",
        description="memory of look-ups in the server, and of each of two questions over very many customers"
        " that are answered at once",
    )
    read_threads: int = Field(default=2, ge=1, description="threads of one look-up in the server")
    read_seconds: float = Field(default=3.0, gt=0, description="seconds after which a look-up is interrupted")
    backups: Path | None = Field(
        default=None, description="folder of the backups, on another disk; `lobby doctor` looks at their age"
    )
    continue_url: str = Field(
        default="",
        pattern=r"^(https://\S+)?$",
        description="address that a customer's QR code opens, with the reference at its end; empty = no code",
    )

    url: str = Field(
        default="",
        pattern=ADDRESS,
        description="address at which browsers reach this server, and to which a sign-in comes back;"
        " empty = that of host and port",
    )
    oidc_issuer: str = Field(
        default="",
        pattern=ADDRESS,
        description="identity provider (OpenID Connect) at which staff sign in; empty = demo sign-in only",
    )
    oidc_client_id: str = Field(default="", description="what this server is called there")
    oidc_client_secret: SecretStr | None = Field(default=None, description="its secret there")
    oidc_client_secret_file: Path | None = Field(
        default=None, description="file that holds `LOBBY_OIDC_CLIENT_SECRET`"
    )

    audit_sink: str | None = Field(
        default=None,
        description="where the audit is sent as it is written: a file, `syslog+tcp://HOST:PORT`, "
        "`syslog+udp://HOST:PORT` or `syslog+unix:///PATH`",
    )
    api_keys: SecretStr | None = Field(
        default=None,
        description="keys of machines, `ID:SECRET` or `ID:SECRET:BRANCHES:SOURCES` with spaces between",
    )
    api_keys_file: Path | None = Field(
        default=None, description="file that holds `LOBBY_API_KEYS`, one a line"
    )
    id_hash_key: SecretStr | None = Field(
        default=None,
        description="secret with which machines hash id numbers (HMAC-SHA-256); the next build takes it",
    )
    id_hash_key_file: Path | None = Field(default=None, description="file that holds `LOBBY_ID_HASH_KEY`")
    metrics_key: SecretStr | None = Field(
        default=None, description="key of who may read `/metrics`; without it only this machine may"
    )
    metrics_key_file: Path | None = Field(default=None, description="file that holds `LOBBY_METRICS_KEY`")

    def desk_address(self) -> str | None:
        """The database of the desk store with its password, None for the file in `home`."""
        return given("desk_url", self.desk_url, self.desk_url_file)

    def hashing_key(self) -> str | None:
        """The secret that id numbers are hashed with, None where machines do not know them."""
        return given("id_hash_key", self.id_hash_key, self.id_hash_key_file) or None

    def provider(self, address: str) -> Provider | None:
        """Where staff sign in, None for the demo alone; `address` is this server's unless a setting says it.

        SettingsError where the provider is named by half.
        """
        if not self.oidc_issuer:
            return None
        secret = given("oidc_client_secret", self.oidc_client_secret, self.oidc_client_secret_file)
        if not self.oidc_client_id or not secret:
            raise SettingsError(
                "oidc_incomplete",
                "LOBBY_OIDC_ISSUER needs LOBBY_OIDC_CLIENT_ID and LOBBY_OIDC_CLIENT_SECRET beside it.",
                "Register this server at the identity provider and set all three.",
            )
        issuer, own = self.oidc_issuer.rstrip("/"), (self.url or address).rstrip("/")
        return Provider(issuer, self.oidc_client_id, secret, own)

    def metrics_secret(self) -> str | None:
        """The key of who may read the figures, None where only this machine may."""
        key = given("metrics_key", self.metrics_key, self.metrics_key_file)
        if key is not None and len(key) < SECRET_LENGTH:
            raise SettingsError(
                "metrics_key_short",
                f"LOBBY_METRICS_KEY has fewer than {SECRET_LENGTH} letters and digits.",
                "Make a longer one: openssl rand -hex 32.",
            )
        return key

    def machine_keys(self) -> Mapping[str, ApiKey]:
        """The keys of machines by their id; SettingsError for a malformed one, told by its place."""
        told = (given("api_keys", self.api_keys, self.api_keys_file) or "").split()
        keys = [machine_key(text, place) for place, text in enumerate(told, 1)]
        found = {key.key_id: key for key in keys}
        if len(found) < len(keys):
            raise SettingsError(
                "api_key_twice", "LOBBY_API_KEYS names one key twice.", "Give each secret an id of its own."
            )
        return found


def given(name: str, value: SecretStr | None, file: Path | None) -> str | None:
    """A secret of the environment, or of the file that another variable names."""
    if value is not None:
        return value.get_secret_value()
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{name}_unreadable",
            f"The file that LOBBY_{name.upper()}_FILE names cannot be read.",
            "Let the user that runs Lobby read it.",
        ) from error


def machine_key(text: str, place: int) -> ApiKey:
    """A key as it is written: `ID:SECRET`, then its branches and its sources, each joined by `+`."""
    key_id, secret, branches, sources, *more = (*text.split(":"), "", "", "")
    if any(more) or not key_id or len(secret) < SECRET_LENGTH:
        raise SettingsError(
            "api_key_malformed",
            f"Key {place} of LOBBY_API_KEYS is not ID:SECRET or ID:SECRET:BRANCHES:SOURCES.",
            f"A secret has at least {SECRET_LENGTH} letters and digits; join branches and sources by +.",
        )
    return ApiKey(key_id, secret, several(branches), several(sources))


def several(text: str) -> frozenset[str]:
    return frozenset(part for part in text.split("+") if part)
