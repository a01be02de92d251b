#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes ten-adam-steps.txt: the losses of ten steps of training with PyTorch, in double
precision, layer by layer. tests/core/test-autoencoder.c takes the same steps.

    python3 ten-adam-steps.py > ten-adam-steps.txt
"""

import math

import torch

FEATURES, HIDDEN, BATCH, STEPS, RATE = 15, 32, 100, 10, 0.01


def features(n):
    """Track r, feature c: both sides calculate it."""
    return torch.tensor([[math.sin(0.9 * r + 1.3 * c) + 0.5 * math.cos(0.11 * r * (c + 1))
                          for c in range(FEATURES)] for r in range(n)], dtype=torch.float64)


def parameters(net):
    """Parameter i of the buffer, counted through all layers, weights before biases."""
    i = 0
    with torch.no_grad():
        for p in net.parameters():
            flat = p.view(-1)
            for j in range(flat.numel()):
                flat[j] = 0.3 * math.sin(1.7 * (i + 1))
                i += 1


for dimensions in (32, 64, 128):
    net = torch.nn.Sequential(
        torch.nn.Linear(FEATURES, HIDDEN), torch.nn.ReLU(),
        torch.nn.Linear(HIDDEN, dimensions),
        torch.nn.Linear(dimensions, HIDDEN), torch.nn.ReLU(),
        torch.nn.Linear(HIDDEN, FEATURES)).double()
    parameters(net)
    adam = torch.optim.Adam(net.parameters(), lr=RATE, betas=(0.9, 0.99), eps=1e-8)
    x = features(BATCH * STEPS)
    for step in range(STEPS):
        batch = x[step * BATCH:(step + 1) * BATCH]
        loss = torch.nn.functional.mse_loss(net(batch), batch)
        adam.zero_grad()
        loss.backward()
        adam.step()
        print(dimensions, step, "%.12g" % loss.item())
