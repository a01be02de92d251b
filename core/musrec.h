/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Everything that a front end may use of core; the application includes no other header
 * of it.
 */

#include "base/mus-atomic-file.h"
#include "base/mus-blas.h"
#include "base/mus-error.h"
#include "base/mus-locale.h"
#include "base/mus-matrix.h"
#include "base/mus-memory.h"
#include "base/mus-parallel.h"
#include "base/mus-rng.h"
#include "base/mus-run.h"
#include "base/mus-simd.h"
#include "base/mus-text.h"
#include "catalog/mus-catalog-reader.h"
#include "catalog/mus-catalog.h"
#include "catalog/mus-distribution.h"
#include "catalog/mus-feature.h"
#include "catalog/mus-scaler.h"
#include "evaluation/mus-quality.h"
#include "evaluation/mus-ranking.h"
#include "evaluation/mus-report.h"
#include "jobs/mus-job.h"
#include "jobs/mus-layout-job.h"
#include "jobs/mus-open-job.h"
#include "jobs/mus-report-job.h"
#include "jobs/mus-training-job.h"
#include "layout/mus-families.h"
#include "layout/mus-layout.h"
#include "layout/mus-point-index.h"
#include "layout/mus-regions.h"
#include "neighbors/mus-neighbor-graph.h"
#include "neighbors/mus-neighbor-index.h"
#include "storage/mus-model-file.h"
#include "taste/mus-explanation.h"
#include "taste/mus-recommender.h"
#include "training/mus-autoencoder.h"
#include "training/mus-model.h"
#include "training/mus-trainer.h"
