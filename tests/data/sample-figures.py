#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the sample catalog's genres sound in a real catalog:

sample-figures.py CATALOG.csv GENRE,GENRE,... > sample-figures.ini

The genres are those of resources/sample/meson.build. Correlations are within genres: the
mean of each genre is taken away first.
"""
import sys

import pandas as pd

FEATURES = ["popularity", "duration_ms", "explicit", "danceability", "energy", "key", "loudness", "mode",
            "speechiness", "acousticness", "instrumentalness", "liveness", "valence", "tempo",
            "time_signature"]


def write(key, numbers):
    print(f"{key}=" + ";".join(f"{number:.4g}" for number in numbers))


catalog = pd.read_csv(sys.argv[1])
catalog = catalog[catalog.track_genre.isin(sys.argv[2].split(","))]
features = catalog[FEATURES].astype(float)
within = features - features.groupby(catalog.track_genre).transform("mean")

print("# Made by sample-figures.py")
print("[features]")
write("mean", features.mean())
write("deviation", features.std(ddof=0))
write("between", (features.var() - within.var()) / features.var())
print("\n[correlation]")
for feature, row in within.corr().iterrows():
    write(feature, row)
