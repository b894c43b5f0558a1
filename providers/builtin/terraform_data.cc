#include "providers/builtin/terraform_data.h"

#include "providers/builtin/local_only.h"
#include "schema/resource/declare.h"
#include "schema/value/compare.h"

namespace tenon {

namespace {

// input and triggers_replace are kept as given; output is input as of the last apply.
class TerraformProvider final : public LocalOnlyProvider {
 public:
  TerraformProvider(Env& env, RemoteOutputs remote_outputs)
      : LocalOnlyProvider("terraform"), env_(env), remote_outputs_(std::move(remote_outputs)) {
    add_type(SchemaBuilder("terraform_remote_state", ResourceMode::Data)
                 .required("backend", Type::string())
                 .optional("config", Type::dynamic())
                 .optional("defaults", Type::dynamic())
                 .computed("outputs", Type::dynamic())
                 .optional("workspace", Type::string())
                 .build());
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

  Result<Value> read_data(const DataRequest& request) override {
    if (!remote_outputs_)
      return make_error(ErrorCategory::Unsupported, "states of others cannot be read here");
    Arena& arena = *request.arena;
    const Value workspace = slot_of(request.config, "workspace");
    const Value config = slot_of(request.config, "config");
    if (!config.is_null() && !config.type().is_object() && config.type().kind() != TypeKind::Map)
      return make_error(ErrorCategory::InvalidArgument, "config must be an object");
    ASSIGN_OR_RETURN(
        Value outputs,
        remote_outputs_(arena, std::string(slot_of(request.config, "backend").as_string()), config,
                        workspace.is_null() ? "default" : std::string(workspace.as_string())));
    const Value defaults = slot_of(request.config, "defaults");
    if (defaults.is_known() && defaults.type().is_object())
      outputs = over(arena, defaults, outputs);
    return with_slot(arena, request.config, "outputs", outputs);
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
  // The members of both; those of `above` win.
  static Value over(Arena& arena, const Value& below, const Value& above) {
    std::vector<Symbol> names(above.type().shape().names.begin(), above.type().shape().names.end());
    for (const Symbol name : below.type().shape().names) {
      if (!above.attribute(name)) names.push_back(name);
    }
    const ObjectShape& shape = ObjectShape::of(names);
    std::vector<Value> slots;
    for (const Symbol name : shape.names) {
      const auto own = above.attribute(name);
      slots.push_back(own ? *own : *below.attribute(name));
    }
    return Value::object(arena, shape, slots);
  }

  Env& env_;
  const RemoteOutputs remote_outputs_;
};

}  // namespace

std::unique_ptr<Provider> make_terraform_provider(Env& env, RemoteOutputs remote_outputs) {
  return std::make_unique<TerraformProvider>(env, std::move(remote_outputs));
}

}  // namespace tenon
