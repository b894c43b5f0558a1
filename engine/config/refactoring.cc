#include "engine/config/refactoring.h"

#include <algorithm>

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

void read_removed(const Block& block, Module& module, Diagnostics& diagnostics) {
  static const BodySchema kSchema{{{Symbol("from"), ArgumentMode::Traversal, true}},
                                  {{Symbol("lifecycle"), 0, {}},
                                   {Symbol("provisioner"), 1, {"type"}},
                                   {Symbol("connection"), 0, {}}}};
  static const BodySchema kLifecycle{{{Symbol("destroy"), ArgumentMode::Literal, true}}, {}};
  const BodyContent content = block.body.content(kSchema, diagnostics);
  Removed removed;
  removed.span = block.span;
  for (const Block& inside : content.blocks) {
    if (inside.type.view() != "lifecycle") {
      diagnostics.error("E0199", "Not supported yet",
                        "tenon does not know \"" + std::string(inside.type.view()) +
                            "\" in \"removed\" blocks yet; it comes with a later version. Keep "
                            "the resource, with its destroy-time provisioners, until its objects "
                            "are gone.",
                        inside.span);
      continue;
    }
    const BodyContent lifecycle = inside.body.content(kLifecycle, diagnostics);
    const Argument* destroy = lifecycle.find(Symbol("destroy"));
    if (destroy == nullptr) continue;
    const Value* value = destroy->expression.constant();
    if (value == nullptr || !value->is_known() || value->is_null() ||
        value->type() != Type::boolean()) {
      diagnostics.error("E0132", "Invalid value",
                        "\"destroy\" must be written as true or false; expressions are not "
                        "allowed here.",
                        destroy->expression.span());
      continue;
    }
    removed.destroy = value->as_bool();
  }
  const Argument* from = content.find(Symbol("from"));
  if (from == nullptr) return;
  const auto address = address_of(*from, diagnostics);
  if (!address) return;
  const bool keyed = address->key.has_value() ||
                     std::any_of(address->module.begin(), address->module.end(),
                                 [](const ModuleStep& step) { return !step.key.none(); });
  if (keyed) {
    diagnostics.error("E0147", "Invalid address",
                      "A \"removed\" block is about a whole resource or module, and " +
                          address->text() +
                          " names an instance. Leave the key out; single instances go by a "
                          "change of count or for_each, or by `tenon state rm`.",
                      from->expression.span());
    return;
  }
  if (!address->whole_module && address->mode == ResourceMode::Data) {
    diagnostics.error("E0147", "Invalid address",
                      "A data source is nothing that could be kept or destroyed. Just remove its "
                      "block.",
                      from->expression.span());
    return;
  }
  removed.from = *address;
  module.removals.push_back(std::move(removed));
}

namespace {

// Cuts `module.a["x"].aws_vpc.main[each.key]` at its brackets.
class ImportTarget {
 public:
  ImportTarget(const Argument& argument, Diagnostics& diagnostics)
      : expression_(argument.expression), diagnostics_(diagnostics) {
    const Value* value = expression_.constant();
    if (value != nullptr && value->is_known() && !value->is_null() &&
        value->type() == Type::string()) {
      text_ = std::string(value->as_string());
    } else {
      const SourceSpan span = expression_.span();
      text_ = std::string(source_text(span.source).substr(span.begin, span.end - span.begin));
      offset_ = span.begin;
      verbatim_ = true;
    }
  }

  bool read(Import& to) {
    std::string plain;  // without keys
    std::string text;
    for (std::size_t at = 0; at < text_.size();) {
      if (text_[at] != '[') {
        text += text_[at];
        plain += text_[at++];
        continue;
      }
      const std::size_t end = closing(at);
      if (end == std::string::npos) return refuse("a bracket is not closed");
      auto key = key_in(at + 1, end);
      if (!key) return false;
      to.to.push_back({std::move(text), std::move(key)});
      text.clear();
      at = end + 1;
    }
    if (!text.empty()) to.to.push_back({text, std::nullopt});
    std::string error;
    const auto address = parse_target_address(plain, &error);
    if (!address) return refuse(error);
    if (address->whole_module || address->mode == ResourceMode::Data)
      return refuse("only instances of resources can be imported");
    to.resource = *address;
    return true;
  }

 private:
  bool refuse(const std::string& why) {
    diagnostics_.error("E0147", "Invalid address",
                       "\"to\" must be the address of an instance of a resource, as in "
                       "aws_vpc.main or aws_vpc.main[each.key]: " +
                           why + ".",
                       expression_.span());
    return false;
  }

  // The bracket that closes the one at `open`; texts in quotes may hold brackets.
  std::size_t closing(std::size_t open) const {
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = open; at < text_.size(); ++at) {
      const char c = text_[at];
      if (quoted) {
        if (c == '\\') {
          ++at;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '[') {
        ++depth;
      } else if (c == ']' && --depth == 0) {
        return at;
      }
    }
    return std::string::npos;
  }

  std::optional<lang::Expression> key_in(std::size_t begin, std::size_t end) {
    SourceSpan span = expression_.span();
    if (verbatim_) {
      span.begin = offset_ + static_cast<std::uint32_t>(begin);
      span.end = offset_ + static_cast<std::uint32_t>(end);
    }
    bool ok = true;
    lang::Expression key = lang::parse_expression(
        {std::string_view(text_).substr(begin, end - begin), span, verbatim_}, diagnostics_, &ok);
    return ok ? std::optional<lang::Expression>(std::move(key)) : std::nullopt;
  }

  const lang::Expression& expression_;
  Diagnostics& diagnostics_;
  std::string text_;
  std::uint32_t offset_ = 0;
  bool verbatim_ = false;
};

}  // namespace

void read_import(const Block& block, bool is_root, Module& module, Diagnostics& diagnostics) {
  static const BodySchema kSchema{{{Symbol("to"), ArgumentMode::Native, true},
                                   {Symbol("id"), ArgumentMode::Expression, true},
                                   {Symbol("for_each"), ArgumentMode::Expression, false},
                                   {Symbol("provider"), ArgumentMode::Traversal, false}},
                                  {}};
  const BodyContent content = block.body.content(kSchema, diagnostics);
  if (!is_root) {
    diagnostics.error("E0150", "Invalid import",
                      "\"import\" blocks stand in the root module only. Move this one there, and "
                      "put the module before the address: module.NAME.aws_vpc.main.",
                      block.span);
    return;
  }
  if (const Argument* provider = content.find(Symbol("provider"))) {
    diagnostics.error("E0150", "Invalid import",
                      "An object is imported through the provider configuration of the resource "
                      "that it becomes. Remove \"provider\".",
                      provider->name_span);
  }
  const Argument* to = content.find(Symbol("to"));
  const Argument* id = content.find(Symbol("id"));
  if (to == nullptr || id == nullptr) return;
  Import import;
  import.span = block.span;
  import.to_span = to->expression.span();
  import.id = id->expression;
  if (const Argument* each = content.find(Symbol("for_each"))) import.for_each = each->expression;
  if (ImportTarget(*to, diagnostics).read(import)) module.imports.push_back(std::move(import));
}

}  // namespace tenon::config
