// Order: the action graph. All rules about what comes before what are here and nowhere else;
// docs/ordering.md draws each.
#pragma once

#include "engine/plan/evaluation.h"

namespace tenon {

// Makes the steps of a plan's changes and the edges between them. REQUIRES: changes are final.
void order_actions(const Evaluation& evaluation, Plan& plan, Diagnostics& diagnostics);

}  // namespace tenon
