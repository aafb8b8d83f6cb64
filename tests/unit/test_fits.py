"""Fitted files: written the same each time, read once, and damage is a sentence."""

import json

import numpy as np
import pytest

from smartpick.errors import BadFacts
from smartpick.facts.fits import hash_files, load_fit, write_fit

META = {"what": "a trial", "data": ["table.csv"], "data_hash": "0", "code_hash": "0",
        "command": "python -m tools.fit_trial", "fitted": "2026-11-22"}


def test_round_trip_and_same_bytes(tmp_path):
    arrays = {"b": np.arange(4.0), "a": np.array(["x", "yy"])}
    write_fit(tmp_path, "trial", arrays, META)
    first = hash_files([tmp_path / "trial.npz", tmp_path / "trial.json"])
    write_fit(tmp_path, "trial", dict(reversed(arrays.items())), META)
    assert hash_files([tmp_path / "trial.npz", tmp_path / "trial.json"]) == first
    fit = load_fit("trial", tmp_path)
    assert fit["b"].tolist() == [0.0, 1.0, 2.0, 3.0] and fit["a"].tolist() == ["x", "yy"]
    assert fit.meta["what"] == "a trial"
    with pytest.raises(ValueError, match="read-only"):
        fit["b"][0] = 1.0


def test_damage_is_a_sentence(tmp_path):
    with pytest.raises(BadFacts, match=r"fits/lost\.json is missing"):
        load_fit("lost", tmp_path)
    write_fit(tmp_path, "thin", {"a": np.zeros(1)}, {"what": "no more"})
    with pytest.raises(BadFacts, match="does not say its data"):
        load_fit("thin", tmp_path)
    write_fit(tmp_path, "torn", {"a": np.zeros(1)}, META)
    (tmp_path / "torn.npz").write_bytes(b"not a zip")
    with pytest.raises(BadFacts, match="cannot be read"):
        load_fit("torn", tmp_path)
    (tmp_path / "bent.json").write_text(json.dumps(META) + "}")
    with pytest.raises(BadFacts, match="cannot be read"):
        load_fit("bent", tmp_path)
    write_fit(tmp_path, "small", {"a": np.zeros(1)}, META)
    with pytest.raises(BadFacts, match="holds no `b`"):
        load_fit("small", tmp_path)["b"]
