#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the published catalog as pandas reads and cleans it:

published-catalog.py CATALOG.csv > published-catalog.ini
"""
import hashlib
import sys

import numpy as np
import pandas as pd

FEATURES = ["popularity", "duration_ms", "explicit", "danceability", "energy", "key", "loudness", "mode",
            "speechiness", "acousticness", "instrumentalness", "liveness", "valence", "tempo",
            "time_signature"]
# Every 7th number of each column is taken away, to see what fills it.
HOLE = 7


def sha256(matrix):
    return hashlib.sha256(np.ascontiguousarray(matrix, dtype="<f4").tobytes()).hexdigest()


def clean(catalog):
    catalog = catalog.drop_duplicates("track_name")
    features = catalog[FEATURES]
    return catalog, features.fillna(features.median())


catalog = pd.read_csv(sys.argv[1], float_precision="round_trip", keep_default_na=False)
catalog["explicit"] = catalog["explicit"].astype(int)
tracks, features = clean(catalog)
matrix = features.to_numpy("float32")

print("# Made by published-catalog.py")
print("[catalog]")
print(f"rows={catalog.shape[0]}")
print(f"columns={catalog.shape[1]}")
print(f"tracks={matrix.shape[0]}")
print(f"features={matrix.shape[1]}")
print(f"genres={tracks.track_genre.nunique()}")
print(f"duplicates={catalog.shape[0] - matrix.shape[0]}")
print(f"matrix={sha256(matrix)}")

print("mean=" + ";".join(repr(float(m)) for m in matrix.astype(float).mean(axis=0)))
print("deviation=" + ";".join(repr(float(d)) for d in matrix.astype(float).std(axis=0)))

holes = catalog.copy()
for i, feature in enumerate(FEATURES):
    holes[feature] = holes[feature].astype(float)
    holes.loc[(holes.index + i) % HOLE == 0, feature] = np.nan
_, filled = clean(holes)
print("\n[holes]")
print(f"filled={int(holes.drop_duplicates('track_name')[FEATURES].isna().sum().sum())}")
print(f"matrix={sha256(filled.to_numpy('float32'))}")
