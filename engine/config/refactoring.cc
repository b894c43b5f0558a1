#include "engine/config/refactoring.h"

#include "engine/config/model.h"

namespace tenon::config {

namespace {

// The address that an argument names: a traversal in HCL, a string in JSON and YAML.
std::optional<TargetAddress> address_of(const Argument& argument, Diagnostics& diagnostics) {
  const lang::Expression& expression = argument.expression;
  const auto refuse = [&](const std::string& why) -> std::optional<TargetAddress> {
    diagnostics.error("E0147", "Invalid address",
                      "\"" + std::string(argument.name.view()) +
                          "\" must be the address of a resource, of one of its instances or of a "
                          "module, as in aws_vpc.main, aws_vpc.main[\"a\"] or module.network" +
                          why + ".",
                      expression.span());
    return std::nullopt;
  };
  std::string text;
  const Value* value = expression.constant();
  if (const lang::Reference* reference = expression.as_reference()) {
    text = reference->text();
  } else if (value != nullptr && value->is_known() && !value->is_null() &&
             value->type() == Type::string()) {
    text = std::string(value->as_string());
  } else {
    return refuse(", written out: keys of instances are numbers or quoted texts here");
  }
  std::string error;
  const auto address = parse_target_address(text, &error);
  if (!address) return refuse(": " + error);
  return address;
}

bool same_step(const ModuleStep& a, const ModuleStep& b) {
  return a.name == b.name && a.key == b.key;
}

bool same_address(const TargetAddress& a, const TargetAddress& b) {
  if (a.whole_module != b.whole_module || a.module.size() != b.module.size()) return false;
  for (std::size_t i = 0; i < a.module.size(); ++i) {
    if (!same_step(a.module[i], b.module[i])) return false;
  }
  return a.whole_module ||
         (a.mode == b.mode && a.type == b.type && a.name == b.name && a.key == b.key);
}

}  // namespace

void read_moved(const Block& block, Module& module, Diagnostics& diagnostics) {
  static const BodySchema kSchema{{{Symbol("from"), ArgumentMode::Traversal, true},
                                   {Symbol("to"), ArgumentMode::Traversal, true}},
                                  {}};
  const BodyContent content = block.body.content(kSchema, diagnostics);
  const Argument* from = content.find(Symbol("from"));
  const Argument* to = content.find(Symbol("to"));
  if (from == nullptr || to == nullptr) return;
  const auto old_address = address_of(*from, diagnostics);
  const auto new_address = address_of(*to, diagnostics);
  if (!old_address || !new_address) return;
  if (old_address->whole_module != new_address->whole_module) {
    diagnostics.error(
        "E0148", "Invalid move",
        "\"from\" names a " + std::string(old_address->whole_module ? "module" : "resource") +
            " and \"to\" a " + std::string(new_address->whole_module ? "module" : "resource") +
            ". Both must be resources (or instances of them), or both modules.",
        block.span);
    return;
  }
  if (same_address(*old_address, *new_address)) {
    diagnostics.error("E0148", "Invalid move",
                      "This block moves " + old_address->text() +
                          " to itself, which is nothing. Correct one of the addresses, or remove "
                          "the block.",
                      block.span);
    return;
  }
  module.moves.push_back({block.span, *old_address, *new_address});
}

}  // namespace tenon::config
