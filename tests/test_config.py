"""Settings from the environment."""

import base64
from datetime import date
from pathlib import Path

import pytest

from webapp.config import BadSettings, Settings

KEY = base64.b64encode(b"k" * 32).decode()
PRODUCTION = {
    "GONGHUI_MODE": "production",
    "GONGHUI_SECRET_KEY": "s",
    "GONGHUI_FIELD_KEYS": KEY,
    "GONGHUI_INDEX_KEY": KEY,
    "GONGHUI_MESSAGES": "file",
}


def read(folder: Path, **environ: str) -> Settings:
    return Settings.from_env({"GONGHUI_DATA": str(folder), **environ})


def test_without_any_variable_the_data_lie_in_a_folder_and_the_base_domain_is_localhost(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.base_domain == "localhost"
    assert settings.database_url == f"sqlite:///{tmp_path / 'gonghui.db'}"
    assert (settings.policies_dir / "national.yaml").exists()


def test_the_local_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    assert read(tmp_path).secret_key == read(tmp_path).secret_key
    assert read(tmp_path).index_key == read(tmp_path).index_key
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_business_dates_databases_and_owners_are_told_by_jurisdiction(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        GONGHUI_TODAY="2026-01-01",
        GONGHUI_TODAY__ALPHA="2025-06-30",
        DATABASE_URL="postgresql://app@db/home",
        DATABASE_URL__ALPHA="postgres://app@db/alpha",
        DATABASE_OWNER_URL__ALPHA="postgresql://owner@db/alpha",
    )
    assert settings.today == {"*": date(2026, 1, 1), "alpha": date(2025, 6, 30)}
    assert settings.database_url == "postgresql+psycopg://app@db/home"
    assert settings.database_urls == {"alpha": "postgresql+psycopg://app@db/alpha"}
    assert settings.database_owner_urls == {"alpha": "postgresql+psycopg://owner@db/alpha"}


def test_production_starts_when_all_its_secrets_are_there(tmp_path: Path) -> None:
    assert read(tmp_path, **PRODUCTION).mode == "production"


@pytest.mark.parametrize("name", ["page", "console"])
def test_production_shows_no_codes_to_bystanders(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSettings, match="GONGHUI_MESSAGES.*refused in production"):
        read(tmp_path, **PRODUCTION | {"GONGHUI_MESSAGES": name})


def test_settings_that_end_up_in_a_log_show_no_secret(tmp_path: Path) -> None:
    shown = repr(read(tmp_path, GONGHUI_SECRET_KEY="the-secret", DATABASE_URL="postgresql://app:password@db/home"))
    assert "the-secret" not in shown
    assert "password" not in shown


@pytest.mark.parametrize("missing", sorted(PRODUCTION.keys() - {"GONGHUI_MODE"}))
def test_production_needs_each_of_its_secrets_and_a_way_for_messages(tmp_path: Path, missing: str) -> None:
    environ = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(BadSettings, match=missing):
        read(tmp_path, **environ)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GONGHUI_MODE", "live"),
        ("GONGHUI_TODAY", "2026-13-01"),
        ("GONGHUI_POLICIES", "/no/such/folder"),
        ("GONGHUI_FIELD_KEYS", "not base64!"),
        ("GONGHUI_FIELD_KEYS", f"{KEY},c2hvcnQ="),
        ("GONGHUI_INDEX_KEY", "c2hvcnQ="),
        ("GONGHUI_TRUSTED_PROXIES", "some"),
        ("DATABASE_LOCK_TIMEOUT", "soon"),
        ("DATABASE_STATEMENT_TIMEOUT", "-1"),
        ("DATABASE_STATEMENT_TIMEOUT", "nan"),
        ("GONGHUI_KEEP_DRAFTS", "0"),
        ("GONGHUI_KEEP_DRAFTS", "ever"),
        ("GONGHUI_KEEP_JOBS", "1"),
        ("GONGHUI_KEEP_SESSIONS", "-1"),
        ("GONGHUI_KEEP_MESSAGES", "²"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_its_name(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(BadSettings, match=variable):
        read(tmp_path, **{variable: value})
