#include <algorithm>
#include <cstdlib>

#include "providers/aws/resource/plan.h"
#include "providers/aws/resource/value_node.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

class Validator {
 public:
  Validator(const Declaration& declaration, const Provider::SpanOf& at, Diagnostics& diagnostics)
      : declaration_(declaration), at_(at), diagnostics_(diagnostics) {}

  void block(const BlockSchema& schema, const BlockMapping& mapping, const Value& config,
             Path& path) {
    if (!config.is_known()) return;
    for (std::size_t i = 0; i < schema.slots.size(); ++i) {
      const Value& value = config.elements()[i];
      const SlotMapping& how = mapping.slots[i];
      if (value.is_null()) continue;
      path.push_back(PathStep::attribute(schema.slots[i].name));
      if (!how.unsupported.empty() && !(how.block != nullptr && is_zero(value))) {
        refuse("E0703", "Attribute not supported",
               declaration_.type + "." + path_text(path) +
                   " is not supported by this version of tenon: " + how.unsupported +
                   ". Nothing is done with it rather than half of it.",
               path);
      } else if (how.block != nullptr) {
        nested(*schema.slots[i].objects(), *how.block, schema.slots[i].nesting, value, path);
      } else if (how.shape != nullptr && value.is_known() && how.pair_key.empty()) {
        scalar(how, value, path);
      }
      path.pop_back();
    }
  }

  void rules(const Value& config) {
    if (declaration_.rules.empty() || !config.is_known()) return;
    const Node seen = node_of(config);
    for (const Rule& rule : declaration_.rules) {
      const Node holds = rule.must.evaluate(seen);
      if (holds.is_unknown() || is_truthy(holds)) continue;
      Path path;
      if (!rule.attribute.empty()) path.push_back(PathStep::attribute(Symbol(rule.attribute)));
      const std::string detail = declaration_.type + ": " + rule.message;
      if (rule.warning) {
        diagnostics_.warning("W0702", "Questionable arguments", detail, at_(path));
      } else {
        refuse("E0702", "Invalid combination of arguments", detail, path);
      }
    }
  }

 private:
  void refuse(const char* code, const char* summary, const std::string& detail, const Path& path) {
    diagnostics_.error(code, summary, detail, at_(path));
  }

  void nested(const BlockSchema& schema, const BlockMapping& mapping, Nesting nesting,
              const Value& value, Path& path) {
    if (!value.is_known()) return;
    if (nesting == Nesting::Single || nesting == Nesting::Group)
      return block(schema, mapping, value, path);
    if (nesting == Nesting::Map) return;
    for (std::size_t i = 0; i < value.length(); ++i) {
      path.push_back(PathStep::at(i));
      block(schema, mapping, value.elements()[i], path);
      path.pop_back();
    }
  }

  // What the service's own model says of the value.
  void scalar(const SlotMapping& how, const Value& value, const Path& path) {
    const Shape& shape = *how.shape;
    const std::string name = declaration_.type + "." + path_text(path);
    if (value.type() == Type::string() && !shape.values.empty() && !how.open) {
      const std::string text(value.as_string());
      if (!text.empty() &&
          std::find(shape.values.begin(), shape.values.end(), text) == shape.values.end())
        refuse("E0701", "Invalid attribute value",
               name + " must be one of " + join(shape.values, ", ") + ", and is " +
                   json_quote(text) + "." + did_you_mean(text, shape.values),
               path);
      return;
    }
    const auto bound = [](const std::string& text, double otherwise) {
      return text.empty() ? otherwise : std::strtod(text.c_str(), nullptr);
    };
    const double least = bound(shape.min, -1e300);
    const double most = bound(shape.max, 1e300);
    if (value.type() == Type::string() && shape.kind == ShapeKind::String) {
      // Upper limits of texts grow with time; that is AWS's to say.
      const auto length = static_cast<double>(value.as_string().size());
      if (length < least && length > 0)
        refuse("E0701", "Invalid attribute value",
               name + " must be at least " + shape.min + " characters long, and is " +
                   std::to_string(value.as_string().size()) + ".",
               path);
    } else if (value.type() == Type::number() && value.is_int64() &&
               (shape.kind == ShapeKind::Integer || shape.kind == ShapeKind::Float)) {
      const auto number = static_cast<double>(value.as_int64());
      if (number > most || (number < least && value.as_int64() != 0))
        refuse("E0701", "Invalid attribute value",
               name + " must be " + (shape.min.empty() ? "at most " : shape.min + " to ") +
                   (shape.max.empty() ? "any number" : shape.max) + ", and is " +
                   std::to_string(value.as_int64()) + ".",
               path);
    }
  }

  const Declaration& declaration_;
  const Provider::SpanOf& at_;
  Diagnostics& diagnostics_;
};

}  // namespace

void validate_resource(const Declaration& declaration, const Value& config,
                       const Provider::SpanOf& at, Diagnostics& diagnostics) {
  Validator validator(declaration, at, diagnostics);
  Path path;
  validator.block(declaration.schema.block, declaration.mapping, config, path);
  validator.rules(config);
}

}  // namespace tenon::aws
