#include "providers/builtin/terraform_data.h"

#include "providers/builtin/local_only.h"
#include "schema/resource/declare.h"
#include "schema/value/compare.h"

namespace tenon {

namespace {

// input and triggers_replace are kept as given; output is input as of the last apply.
class TerraformProvider final : public LocalOnlyProvider {
 public:
  explicit TerraformProvider(Env& env) : LocalOnlyProvider("terraform"), env_(env) {
    add_type(SchemaBuilder("terraform_data")
                 .optional("input", Type::dynamic())
                 .computed("output", Type::dynamic())
                 .optional("triggers_replace", Type::dynamic())
                 .computed("id", Type::string())
                 .build());
  }

  std::string_view source() const override { return "terraform.io/builtin/terraform"; }
  std::string_view version() const override { return "1.11.4"; }

  PlanResponse plan(const PlanRequest& request, Diagnostics&) const override {
    PlanResponse response;
    Arena& arena = *request.arena;
    const Value input = slot_of(request.config, "input");
    const Value triggers = slot_of(request.config, "triggers_replace");
    Value planned = with_slot(arena, request.proposed, "input", input);
    planned = with_slot(arena, planned, "triggers_replace", triggers);
    if (request.prior.is_null()) {
      planned = with_slot(arena, planned, "id", Value::unknown(Type::string()));
      // Without an input there will be no output either.
      const Value output =
          input.is_null() ? Value::null(Type::dynamic()) : Value::unknown(input.type());
      response.planned = with_slot(arena, planned, "output", output);
      return response;
    }
    if (!same_content(slot_of(request.prior, "input"), input)) {
      planned = with_slot(arena, planned, "output",
                          Value::unknown(input.is_null() ? Type::dynamic() : input.type()));
    }
    if (!same_content(slot_of(request.prior, "triggers_replace"), triggers)) {
      response.replace.push_back({PathStep::attribute(Symbol("triggers_replace"))});
    }
    response.planned = planned;
    return response;
  }

  OperationResult operate(const OperationRequest& request, OperationContext&) override {
    OperationResult result;
    if (request.kind == OperationKind::Remove) return result;
    Arena& arena = *request.arena;
    Value value = with_slot(arena, request.planned, "output", slot_of(request.planned, "input"));
    if (request.kind == OperationKind::Create)
      value = with_slot(arena, value, "id", Value::string(arena, random_uuid(env_)));
    result.value = value;
    return result;
  }

  Result<std::vector<ImportResult>> import(Arena& arena, const Configured&, Symbol type,
                                           std::string_view id) override {
    const ResourceSchema* known = schema(ResourceMode::Managed, type);
    std::vector<Value> slots;
    for (const SchemaSlot& slot : known->block.slots) slots.push_back(Value::null(slot.type));
    const Value value = with_slot(arena, Value::object(arena, known->block.type, slots), "id",
                                  Value::string(arena, id));
    return std::vector<ImportResult>{{type, value, {}}};
  }

 private:
  Env& env_;
};

}  // namespace

std::unique_ptr<Provider> make_terraform_provider(Env& env) {
  return std::make_unique<TerraformProvider>(env);
}

}  // namespace tenon
