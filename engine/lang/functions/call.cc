// The table of all functions, and how one is called.
#include <algorithm>
#include <memory>

#include "engine/lang/functions/body.h"
#include "schema/value/convert.h"

namespace tenon::lang {

using namespace functions;

std::vector<std::string> FunctionTable::names() const {
  std::vector<std::string> names;
  names.reserve(by_name_.size());
  for (const auto& [name, function] : by_name_) names.emplace_back(name.view());
  std::sort(names.begin(), names.end());
  return names;
}

const FunctionTable& builtin_functions() {
  // Never destroyed: other statics may call functions while the process ends.
  static const FunctionTable* const kTable = [] {
    auto* const table = new FunctionTable();
    for (const auto add :
         {add_numeric, add_strings,      add_string_pieces,  add_formats,     add_expressions,
          add_lists,   add_list_choices, add_maps,           add_sets,        add_encodings,
          add_json,    add_csv,          add_character_sets, add_yaml_encode, add_yaml_decode,
          add_hashes,  add_secrets,      add_files,          add_fileset,     add_templates,
          add_dates,   add_networks,     add_conversions,    add_marks,       add_attempts}) {
      add(*table);
    }
    return table;
  }();
  return *kTable;
}

namespace {

// An argument that somebody evaluated before a function could ask for it.
class Evaluated final : public Deferred {
 public:
  explicit Evaluated(const Value& value) : value_(value) {}
  std::optional<Value> evaluate(std::string*) override { return value_; }

 private:
  Value value_;
};

const Parameter& parameter_at(const Function& function, std::size_t index) {
  return index < function.parameters.size() ? function.parameters[index] : *function.variadic;
}

bool has_right_count(const Function& function, std::size_t count, FunctionError& error) {
  const auto wanted = function.parameters.size();
  if (count < wanted) {
    refuse(error, "a value for " + quoted(function.parameters[count].name) + " is missing");
    return false;
  }
  if (count > wanted && function.variadic == nullptr) {
    refuse(error, "only " + std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments") +
                      " can be given");
    return false;
  }
  return true;
}

std::optional<Type> result_type_of(const Function& function, Arguments arguments,
                                   FunctionError& error) {
  if (!function.result.has_dynamic()) return function.result;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Parameter& parameter = parameter_at(function, i);
    if (parameter.type.is_dynamic() && !parameter.allow_unknown &&
        arguments[i].type().is_dynamic() && !arguments[i].is_known()) {
      return Type::dynamic();
    }
  }
  if (function.result_type == nullptr) return function.result;
  return function.result_type(arguments, error);
}

std::optional<Value> call_evaluated(const Function& function, FunctionContext& context,
                                    Arguments arguments, FunctionError& error) {
  std::vector<Evaluated> evaluated(arguments.begin(), arguments.end());
  std::vector<Deferred*> deferred;
  deferred.reserve(evaluated.size());
  for (auto& argument : evaluated) deferred.push_back(&argument);
  return function.deferred(context, deferred, error);
}

}  // namespace

std::optional<Value> call_function(const Function& function, FunctionContext& context,
                                   Arguments arguments, FunctionError& error) {
  if (!has_right_count(function, arguments.size(), error)) return std::nullopt;
  if (function.deferred != nullptr) return call_evaluated(function, context, arguments, error);

  Arena& arena = *context.arena;
  // Arguments are copied only once one of them must change.
  std::span<Value> changed;
  const auto change = [&](std::size_t at, const Value& value) {
    if (changed.empty()) changed = arena.copy_span(arguments);
    changed[at] = value;
  };
  Marks marks = Marks::None;
  bool unknown = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Parameter& parameter = parameter_at(function, i);
    const int number = static_cast<int>(i);
    Value value = arguments[i];
    if (!parameter.type.is_dynamic() && value.type() != parameter.type) {
      const auto fitting = converted(arena, value, parameter.type, error, number);
      if (!fitting) return std::nullopt;
      value = *fitting;
      change(i, value);
    }
    if (value.is_null() && !parameter.allow_null) {
      return refuse(error, number, "the argument must not be null");
    }
    if (!parameter.allow_marked && any(value.all_marks())) {
      marks = marks | value.all_marks();
      value = value.without_marks(arena);
      change(i, value);
    }
    if (!parameter.allow_unknown && !value.is_wholly_known()) unknown = true;
  }
  const Arguments ready = changed.empty() ? arguments : Arguments(changed);
  if (unknown) {
    const auto type = result_type_of(function, ready, error);
    if (!type) return std::nullopt;
    const Value result =
        function.result_may_be_null ? Value::unknown(*type) : unknown_not_null(arena, *type);
    return any(marks) ? result.with_marks(marks) : result;
  }
  auto result = function.body(context, ready, error);
  if (!result || !any(marks)) return result;
  return result->with_marks(marks);
}

}  // namespace tenon::lang
