#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tsne-reference.h: what scikit-learn's t-SNE makes of the rows that
tests/core/test-layout.c makes too, number for number.

    python3 tsne-reference.py > tsne-reference.h
"""

import numpy
import sklearn
from sklearn.manifold import TSNE, trustworthiness
from sklearn.neighbors import NearestNeighbors

N, D, CLUSTERS = 1500, 10, 12
STATE = 1


def uniform():
    """The minimal standard generator of Park and Miller."""
    global STATE
    STATE = STATE * 48271 % 2147483647
    return STATE / 2147483647


def normal():
    return sum(uniform() for _ in range(12)) - 6


def make_rows():
    centres = [[2 * normal() for _ in range(D)] for _ in range(CLUSTERS)]
    return numpy.array([[centres[i % CLUSTERS][j] + normal() * (1 + i % 3) / 2 for j in range(D)]
                        for i in range(N)], dtype=numpy.float32)


def neighbors(x):
    return NearestNeighbors(n_neighbors=11).fit(x).kneighbors(x, return_distance=False)[:, 1:]


def main():
    x = make_rows()
    tsne = TSNE(init="pca", learning_rate="auto", perplexity=30, n_iter=1000, random_state=1)
    y = tsne.fit_transform(x)
    kept = numpy.mean([len(set(a) & set(b)) / 10 for a, b in zip(neighbors(x), neighbors(y))])
    print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
    print(f"/* Made by tsne-reference.py with scikit-learn {sklearn.__version__}. */")
    print("#pragma once\n")
    print(f"#define REFERENCE_FIRST {float(x[0, 0])!r}")
    print(f"#define REFERENCE_LAST {float(x[-1, -1])!r}")
    print(f"#define REFERENCE_KL_DIVERGENCE {tsne.kl_divergence_:.4f}")
    print(f"#define REFERENCE_TRUSTWORTHINESS {trustworthiness(x, y, n_neighbors=12):.4f}")
    print(f"#define REFERENCE_NEIGHBORS_KEPT {kept:.4f}")


if __name__ == "__main__":
    main()
