#include "providers/builtin/null_resource.h"

#include <array>

#include "providers/builtin/local_only.h"
#include "schema/resource/declare.h"
#include "schema/value/compare.h"

namespace tenon {

namespace {

class NullProvider final : public LocalOnlyProvider {
 public:
  explicit NullProvider(Env& env) : LocalOnlyProvider("null"), env_(env) {
    add_type(SchemaBuilder("null_resource")
                 .optional("triggers", Type::map_of(Type::string()))
                 .computed("id", Type::string())
                 .build());
  }

  std::string_view source() const override { return "hashicorp/null"; }
  std::string_view version() const override { return "3.2.4"; }

  PlanResponse plan(const PlanRequest& request, Diagnostics&) const override {
    PlanResponse response;
    response.planned = request.proposed;
    if (request.prior.is_null()) {
      response.planned =
          with_slot(*request.arena, request.proposed, "id", Value::unknown(Type::string()));
    } else if (!same_content(slot_of(request.prior, "triggers"),
                             slot_of(request.config, "triggers"))) {
      response.replace.push_back({PathStep::attribute(Symbol("triggers"))});
    }
    return response;
  }

  OperationResult operate(const OperationRequest& request, OperationContext&) override {
    OperationResult result;
    if (request.kind == OperationKind::Remove) return result;
    result.value = request.planned;
    if (request.kind == OperationKind::Create) {
      std::array<std::uint8_t, 8> bytes{};
      env_.random_bytes(bytes);
      std::uint64_t number = 0;
      for (const std::uint8_t byte : bytes) number = number << 8 | byte;
      result.value = with_slot(*request.arena, request.planned, "id",
                               Value::string(*request.arena, std::to_string(number >> 1)));
    }
    return result;
  }

 private:
  Env& env_;
};

}  // namespace

std::unique_ptr<Provider> make_null_provider(Env& env) {
  return std::make_unique<NullProvider>(env);
}

}  // namespace tenon
