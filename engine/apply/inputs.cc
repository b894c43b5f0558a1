#include "engine/apply/inputs.h"

#include "engine/plan/propose.h"
#include "schema/base/text.h"
#include "schema/resource/validate.h"

namespace tenon {

bool finish_inputs(PlanRun& run, const Change& change, Arena& arena, FinishedInputs& to,
                   Diagnostics& diagnostics) {
  const Evaluation& evaluation = *run.evaluation;
  const Declaration& declaration = evaluation.graph().declarations[change.declaration];
  const ResourceSchema& schema = *declaration.schema;
  const bool as_planned = change.config.is_wholly_known() && change.after.is_known() &&
                          !any(change.config.all_marks() & Marks::Ephemeral);
  to.marked = change.config;
  if (!as_planned || schema.block.has_write_only) {
    bool ok = true;
    const Instance& instance = evaluation.instances[change.instance];
    to.marked = evaluation.evaluate_block(*declaration.body, declaration.node, instance.module,
                                          change.instance, arena, diagnostics, &ok);
    if (!ok) return false;
    if (!to.marked.is_wholly_known()) {
      diagnostics.error("E0501", "Value still unknown",
                        change.address_text +
                            " needs a value that is still unknown although everything before it "
                            "was applied. What it depends on did not report it; run plan again.",
                        change.span);
      return false;
    }
  }
  to.config = to.marked.without_marks(arena);
  to.private_bytes = change.private_bytes;
  if (as_planned) {
    to.planned = change.after.without_marks(arena);
    return true;
  }
  const bool fresh = change.action == ChangeAction::Create || change.is_replace();
  PlanRequest request;
  request.type = schema.type;
  request.configured = run.handles->known(change.provider_key)->configured.get();
  request.schema = &schema;
  request.prior = fresh ? Value::null(schema.block.type) : change.before.without_marks(arena);
  request.config = fresh ? to.config
                         : apply_ignore_changes(arena, declaration.resource->lifecycle,
                                                schema.block, to.config, request.prior);
  request.proposed = proposed_value(arena, schema.block, request.prior, request.config);
  request.private_bytes = change.private_bytes;
  request.arena = &arena;
  PlanResponse response = declaration.provider->plan(request, diagnostics);
  if (diagnostics.has_errors()) return false;
  if (!fresh && !response.replace.empty()) {
    diagnostics.error("E0502", "Plan no longer holds",
                      change.address_text +
                          " was to be updated in place, and with the values that are known now it "
                          "would have to be replaced (" +
                          path_text(response.replace.front()) +
                          "). Nothing was done to it; run plan and apply again.",
                      change.span);
    return false;
  }
  const auto broken =
      contradictions(schema.block, change.after.without_marks(arena), response.planned);
  if (!broken.empty()) {
    diagnostics.error("E0502", "Plan no longer holds",
                      change.address_text + ": \"" + path_text(broken.front()) +
                          "\" comes out different from what was planned. Nothing was done to it; "
                          "run plan and apply again.",
                      change.span);
    return false;
  }
  to.planned = response.planned;
  to.private_bytes = response.private_bytes;
  return true;
}

}  // namespace tenon
