#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same steps as MusRec's with pandas, PyTorch and scikit-learn, and how long they take
there. compare-python runs it; by hand:

    peer.py reading|epoch CATALOG.csv
    peer.py neighbors|query EMBEDDING.npy
    peer.py tsne EMBEDDING.npy POSITIONS [TRACKS]      (writes N x 2 numbers, float32)
    peer.py divergence EMBEDDING.npy POSITIONS [TRACKS]

Each prints one figure a line, its name and its value. Loading the libraries is not counted.
"""
import sys
from statistics import median
from time import perf_counter

import numpy as np

FEATURES = ["popularity", "duration_ms", "explicit", "danceability", "energy", "key", "loudness", "mode",
            "speechiness", "acousticness", "instrumentalness", "liveness", "valence", "tempo",
            "time_signature"]
PERPLEXITY = 30
EPOCHS = 6
QUERIES = 21


def tell(name, value):
    print(name, value, flush=True)


def read_and_clean(path):
    import pandas

    catalog = pandas.read_csv(path)
    catalog["explicit"] = catalog["explicit"].astype(int)
    features = catalog.drop_duplicates("track_name")[FEATURES]
    return features.fillna(features.median())


def reading(path):
    import pandas  # noqa: F401 (so that loading it is not counted)

    start = perf_counter()
    features = read_and_clean(path)
    tell("read_and_clean_seconds", perf_counter() - start)
    tell("tracks", len(features))


def epoch(path):
    import torch
    from torch import nn

    torch.set_num_threads(2)
    torch.manual_seed(1)
    x = read_and_clean(path).to_numpy("float32")
    x = torch.from_numpy((x - x.mean(axis=0)) / x.std(axis=0))
    x = x[torch.randperm(len(x))]
    validation, x = x[:len(x) // 10], x[len(x) // 10:]
    net = nn.Sequential(nn.Linear(15, 32), nn.ReLU(), nn.Dropout(0.05), nn.Linear(32, 128),
                        nn.Linear(128, 32), nn.ReLU(), nn.Linear(32, 15))
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    seconds = []
    for _ in range(EPOCHS):
        start = perf_counter()
        net.train()
        for batch in torch.randperm(len(x)).split(256):
            loss = nn.functional.mse_loss(net(x[batch]), x[batch])
            adam.zero_grad()
            loss.backward()
            adam.step()
        net.eval()
        with torch.no_grad():
            nn.functional.mse_loss(net(validation), validation)
        seconds.append(perf_counter() - start)
    tell("epoch_seconds", median(seconds[1:]))


def index(x):
    from sklearn.neighbors import NearestNeighbors

    return NearestNeighbors(n_neighbors=10, metric="cosine", algorithm="brute").fit(x)


def neighbors(path):
    x = np.load(path)
    index(x[:100])
    start = perf_counter()
    index(x).kneighbors()
    tell("cosine_10_seconds", perf_counter() - start)


def query(path):
    x = np.load(path)
    nearest = index(x)
    seconds = []
    for row in range(0, len(x), len(x) // QUERIES):
        start = perf_counter()
        nearest.kneighbors(x[row:row + 1], n_neighbors=11)
        seconds.append(perf_counter() - start)
    tell("query_ms", 1000 * median(seconds))


def tsne(path, positions, tracks=None):
    from sklearn.manifold import TSNE

    x = np.load(path)[:int(tracks) if tracks else None]
    start = perf_counter()
    y = TSNE(perplexity=PERPLEXITY, init="pca", learning_rate="auto", n_iter=1000, n_jobs=2,
             random_state=1).fit_transform(x)
    tell("layout_seconds", perf_counter() - start)
    y.astype("float32").tofile(positions)


def conditional(squares):
    """p_j|i of each row's neighbors, the width of the Gaussian found by halving."""
    squares = squares - squares[:, :1]
    low, high = np.zeros(len(squares)), np.full(len(squares), np.inf)
    beta = np.ones(len(squares))
    for _ in range(100):
        p = np.exp(-squares * beta[:, None])
        total = p.sum(axis=1)
        entropy = np.log(total) + beta * (squares * p).sum(axis=1) / total
        wide = entropy > np.log(PERPLEXITY)
        low, high = np.where(wide, beta, low), np.where(wide, high, beta)
        beta = np.where(np.isinf(high), beta * 2, (low + high) / 2)
    return p / total[:, None]


def normaliser(y):
    """The sum of 1 / (1 + |y_i - y_j|²) over all pairs of two."""
    total = 0.0
    for first in range(0, len(y), 256):
        part = y[first:first + 256]
        square = (part[:, :1] - y[:, 0]) ** 2
        square += (part[:, 1:] - y[:, 1]) ** 2
        square += 1
        total += np.reciprocal(square, out=square).sum()
    return total - len(y)


def divergence(path, positions, tracks=None):
    """The map's KL divergence as t-SNE defines it, in doubles and by no fast way: this holds
    both sides' maps against the same affinities."""
    from scipy.sparse import csr_matrix
    from sklearn.neighbors import NearestNeighbors

    x = np.load(path)[:int(tracks) if tracks else None].astype(float)
    y = np.fromfile(positions, dtype="float32").reshape(-1, 2).astype(float)
    n, k = len(x), 3 * PERPLEXITY + 1
    distances, columns = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(x).kneighbors()
    p = csr_matrix((conditional(distances ** 2).ravel(), columns.ravel(), np.arange(n + 1) * k),
                   shape=(n, n))
    p = ((p + p.T) / (2 * n)).tocoo()
    w = 1 / (1 + ((y[p.row] - y[p.col]) ** 2).sum(axis=1))
    tell("kl_divergence", (p.data * np.log(p.data * normaliser(y) / w))[p.data > 0].sum())


if __name__ == "__main__":
    {f.__name__: f for f in (reading, epoch, neighbors, query, tsne, divergence)}[sys.argv[1]](*sys.argv[2:])
