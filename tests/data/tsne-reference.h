/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by tsne-reference.py with scikit-learn 1.2.1. */
#pragma once

#define REFERENCE_FIRST -1.9229991436004639
#define REFERENCE_LAST 0.5081605315208435
#define REFERENCE_KL_DIVERGENCE 0.9222
#define REFERENCE_TRUSTWORTHINESS 0.9838
#define REFERENCE_NEIGHBORS_KEPT 0.4426
