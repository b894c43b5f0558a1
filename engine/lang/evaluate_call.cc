// Calls: arguments, expansion, and the arguments that functions like try() evaluate themselves.
#include <algorithm>
#include <vector>

#include "engine/lang/evaluator.h"
#include "engine/lang/render_template.h"
#include "schema/base/text.h"

namespace tenon::lang::detail {

namespace {

std::string quote(std::string_view name) { return '"' + std::string(name) + '"'; }

// Whether an expression only names something: what it names may be chosen by attribute or constant
// index.
bool is_reference(const Code& code, std::uint32_t at) {
  while (true) {
    const Node& node = code.nodes[at];
    if (node.op == Op::Reference || node.op == Op::Local) return true;
    if (node.op == Op::Index && code.nodes[node.b].op != Op::Constant) return false;
    if (node.op != Op::Attribute && node.op != Op::Index) return false;
    at = node.a;
  }
}

bool any_sensitive(std::span<const Value> arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const Value& argument) {
    return any(argument.all_marks() & Marks::Sensitive);
  });
}

// Functions quote what they were given. Where any of it is sensitive, nothing quoted is shown.
std::string redacted(std::string_view message) {
  std::string out;
  for (std::size_t i = 0; i < message.size(); ++i) {
    if (message[i] != '"') {
      out += message[i];
      continue;
    }
    for (++i; i < message.size() && message[i] != '"'; ++i)
      if (message[i] == '\\') ++i;
    out += "(sensitive value)";
  }
  return out;
}

// Messages of functions are parts of sentences; those that quote a diagnostic may end as one.
std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.' && text.back() != '?') text += '.';
  return text;
}

}  // namespace

// An argument on call: an expression, or a value that an expansion gave.
class Evaluator::Deferral final : public Deferred {
 public:
  Deferral(Evaluator& evaluator, std::uint32_t node) : evaluator_(evaluator), node_(node) {}
  Deferral(Evaluator& evaluator, const Value& value)
      : evaluator_(evaluator), node_(kNone), value_(value) {}

  std::optional<Value> evaluate(std::string* error) override {
    if (node_ == kNone) return value_;
    return evaluator_.attempt(node_, error);
  }

 private:
  Evaluator& evaluator_;
  std::uint32_t node_;
  Value value_;
};

const FunctionTable& Evaluator::functions() const {
  return context_.functions != nullptr ? *context_.functions : builtin_functions();
}

bool Evaluator::check_count(const Function& function, const CallCode& call, std::size_t count,
                            const Node& node) {
  const auto wanted = function.parameters.size();
  if (count < wanted) {
    fail(node, codes::kArgument, "Not enough function arguments", [&] {
      return "The function " + quote(call.name.view()) + " takes " +
             (function.variadic ? "at least " : "") + std::to_string(wanted) +
             (wanted == 1 ? " argument" : " arguments") + ", and " + std::to_string(count) +
             (count == 1 ? " is" : " are") + " given: a value for " +
             quote(function.parameters[count].name) + " is missing.";
    });
    return false;
  }
  if (count > wanted && function.variadic == nullptr) {
    const auto argument =
        call.first + std::min<std::uint32_t>(static_cast<std::uint32_t>(wanted), call.count - 1);
    fail(code_.nodes[code_.lists[argument]], codes::kArgument, "Too many function arguments", [&] {
      return "The function " + quote(call.name.view()) + " takes only " + std::to_string(wanted) +
             (wanted == 1 ? " argument" : " arguments") + ", and " + std::to_string(count) +
             " are given.";
    });
    return false;
  }
  return true;
}

Value Evaluator::call_failed(const Function& function, const CallCode& call,
                             const FunctionError& error, const Node& node) {
  if (error.argument < 0) {
    return fail(code_.span_of(call.name_begin, call.name_end), codes::kFunctionFailed,
                "Error in function call", [&] {
                  return "The call of " + quote(call.name.view()) + " failed: " + error.message +
                         ".";
                });
  }
  const auto number = static_cast<std::uint32_t>(error.argument);
  const Node& at = number < call.count ? code_.nodes[code_.lists[call.first + number]]
                   : call.count > 0    ? code_.nodes[code_.lists[call.first + call.count - 1]]
                                       : node;
  return fail(at, codes::kArgument, "Invalid function argument", [&] {
    std::string name;
    if (number < function.parameters.size()) {
      name = function.parameters[number].name;
    } else if (function.variadic != nullptr) {
      name = function.variadic->name;
    }
    return "The value for " + quote(name) + " of the function " + quote(call.name.view()) +
           " does not fit: " + sentence(error.message);
  });
}

Value Evaluator::call(const Node& node) {
  const CallCode& call = code_.calls[node.a];
  const Function* function = functions().find(call.name);
  if (function == nullptr) {
    return fail(
        code_.span_of(call.name_begin, call.name_end), codes::kFunction, "Call to unknown function",
        [&] {
          const auto name = call.name.view();
          std::string detail =
              "There is no function " + quote(name) + "." + did_you_mean(name, functions().names());
          if (name.find("::") != std::string_view::npos && !name.starts_with("provider::")) {
            detail +=
                " Functions of providers are written provider::NAME::FUNCTION; the others need no "
                "prefix.";
          }
          return detail;
        });
  }
  if (function->deferred != nullptr && !call.expand)
    return call_deferred(*function, call, node, {});

  if (call.count > 0 && !function->parameters.empty() && function->parameters[0].only_reference &&
      !is_reference(code_, code_.lists[call.first])) {
    return fail(code_.nodes[code_.lists[call.first]], codes::kArgument, "Invalid function argument",
                [&] {
                  return "The value for " + quote(function->parameters[0].name) +
                         " of the function " + quote(call.name.view()) +
                         " must be a reference to something defined elsewhere, such as "
                         "local.name or a resource's attribute.";
                });
  }

  const bool outer_failed = failed_;
  failed_ = false;
  const auto mark = stack_.size();
  const auto given_up = [&] {
    stack_.resize(mark);
    failed_ = true;
    return Value::unknown(Type::dynamic());
  };
  for (std::uint32_t i = 0; i < call.count; ++i) stack_.push(eval(code_.lists[call.first + i]));
  if (failed_) return given_up();
  Marks marks = Marks::None;
  if (call.expand) {
    const Value last = stack_[stack_.size() - 1];
    stack_.resize(stack_.size() - 1);
    marks = last.marks();
    const Node& last_node = code_.nodes[code_.lists[call.first + call.count - 1]];
    const auto kind = last.type().kind();
    const bool sequence =
        kind == TypeKind::List || kind == TypeKind::Set || kind == TypeKind::Tuple;
    if (last.is_null()) {
      fail(last_node, codes::kArgument, "Invalid expanding argument value",
           [] { return std::string("What is expanded with \"...\" must not be null."); });
      return given_up();
    }
    if (!sequence && kind != TypeKind::Dynamic) {
      fail(last_node, codes::kArgument, "Invalid expanding argument value", [&] {
        return "Only a list, set or tuple can be expanded with \"...\", and this is " +
               friendly_name(last.type()) + ".";
      });
      return given_up();
    }
    if (last.is_unknown()) {
      stack_.resize(mark);
      failed_ = outer_failed;
      const Value result = Value::unknown(Type::dynamic());
      return any(marks) ? result.with_marks(marks) : result;
    }
    for (const Value& element : last.elements()) stack_.push(element);
  }
  Value result;
  if (function->deferred != nullptr) {
    result = call_deferred(*function, call, node, stack_.from(mark));
  } else {
    if (!check_count(*function, call, stack_.size() - mark, node)) return given_up();
    FunctionContext& context = context_.function_context;
    LanguageTemplates templates(context_);
    TemplateRenderer* const outer_templates = context.templates;
    context.arena = &arena_;
    context.templates = &templates;
    FunctionError error;
    // The stack may move while a template is rendered by the function, but only that of another
    // evaluator.
    const auto answer = call_function(*function, context, stack_.from(mark), error);
    context.templates = outer_templates;
    if (!answer && any_sensitive(stack_.from(mark))) error.message = redacted(error.message);
    result = answer ? *answer : call_failed(*function, call, error, node);
  }
  stack_.resize(mark);
  failed_ = failed_ || outer_failed;
  return any(marks) ? result.with_marks(marks) : result;
}

Value Evaluator::call_deferred(const Function& function, const CallCode& call, const Node& node,
                               std::span<const Value> expanded) {
  const auto count = call.expand ? expanded.size() : call.count;
  if (!check_count(function, call, count, node)) return Value::unknown(Type::dynamic());
  std::vector<Deferral> deferrals;
  deferrals.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (call.expand) {
      deferrals.emplace_back(*this, expanded[i]);
    } else {
      deferrals.emplace_back(*this, code_.lists[call.first + i]);
    }
  }
  std::vector<Deferred*> arguments;
  for (auto& deferral : deferrals) arguments.push_back(&deferral);
  FunctionContext& context = context_.function_context;
  LanguageTemplates templates(context_);
  TemplateRenderer* const outer_templates = context.templates;
  context.arena = &arena_;
  context.templates = &templates;
  FunctionError error;
  const auto answer = function.deferred(context, arguments, error);
  context.templates = outer_templates;
  return answer ? *answer : call_failed(function, call, error, node);
}

}  // namespace tenon::lang::detail
