// Operators, conditionals and templates.
#include <array>
#include <charconv>

#include "engine/lang/evaluator.h"
#include "schema/value/compare.h"
#include "schema/value/convert.h"
#include "schema/value/number.h"
#include "schema/value/print.h"

namespace tenon::lang::detail {

namespace {

Value marked(const Value& value, Marks marks) {
  return any(marks) ? value.with_marks(marks) : value;
}

const char* sign_of(BinaryOp op) {
  switch (op) {
    case BinaryOp::Or:
      return "||";
    case BinaryOp::And:
      return "&&";
    case BinaryOp::Equal:
      return "==";
    case BinaryOp::NotEqual:
      return "!=";
    case BinaryOp::Less:
      return "<";
    case BinaryOp::LessEqual:
      return "<=";
    case BinaryOp::Greater:
      return ">";
    case BinaryOp::GreaterEqual:
      return ">=";
    case BinaryOp::Add:
      return "+";
    case BinaryOp::Subtract:
      return "-";
    case BinaryOp::Multiply:
      return "*";
    case BinaryOp::Divide:
      return "/";
    case BinaryOp::Modulo:
      return "%";
  }
  return "";
}

bool compares(BinaryOp op) { return op >= BinaryOp::Less && op <= BinaryOp::GreaterEqual; }

bool holds(BinaryOp op, std::strong_ordering order) {
  switch (op) {
    case BinaryOp::Less:
      return order < 0;
    case BinaryOp::LessEqual:
      return order <= 0;
    case BinaryOp::Greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

// In 64 bits where the result is exact; nothing where it is not.
std::optional<std::int64_t> exact(BinaryOp op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  switch (op) {
    case BinaryOp::Add:
      return __builtin_add_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case BinaryOp::Subtract:
      return __builtin_sub_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case BinaryOp::Multiply:
      return __builtin_mul_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case BinaryOp::Divide:
      if (b == 0 || b == -1 || a % b != 0) return std::nullopt;
      return a / b;
    default:
      if (b == 0) return a;
      return b == -1 ? 0 : a % b;
  }
}

}  // namespace

// Brings an operand to its type. False after a failure. Unknown operands of unknown type become
// unknowns of the type.
bool Evaluator::operand(Value& value, Type type, const Node& of, const char* side) {
  if (value.type() != type) {
    if (value.is_unknown() && value.type().is_dynamic()) {
      value = marked(Value::unknown(type), value.marks());
      return true;
    }
    ConversionError why;
    const auto converted = convert(arena_, value, type, &why);
    if (!converted) {
      fail(of, codes::kOperand, "Invalid operand", [&] {
        return std::string("The ") + side + "operand is " + friendly_name(value.type()) +
               ", which does not fit: " + why.message + ".";
      });
      return false;
    }
    value = *converted;
  }
  if (value.is_null()) {
    fail(of, codes::kOperation, "Operation failed", [&] {
      return std::string("The ") + side +
             "operand is null. Give it a value, or decide first with a conditional: x == null ? … "
             ": x.";
    });
    return false;
  }
  return true;
}

Value Evaluator::unary(const Node& node) {
  Value value = eval(node.a);
  const bool negate = node.op == Op::Negate;
  const Type type = negate ? Type::number() : Type::boolean();
  if (!operand(value, type, code_.nodes[node.a], "")) return unknown(type, value.marks());
  if (value.is_unknown()) return unknown(type, value.marks());
  const Marks marks = value.marks();
  if (!negate) return marked(Value::boolean(!value.as_bool()), marks);
  return marked(make_number(arena_, -Number::of(value)), marks);
}

Value Evaluator::binary(const Node& node) {
  const auto op = static_cast<BinaryOp>(node.detail);
  Value a = eval(node.a);
  Value b = eval(node.b);
  if (op == BinaryOp::Equal || op == BinaryOp::NotEqual) {
    const Value result = equals(a, b);
    if (result.is_unknown()) return unknown(Type::boolean(), result.marks());
    if (op == BinaryOp::Equal) return result;
    return marked(Value::boolean(!result.as_bool()), result.marks());
  }
  const bool logical = op == BinaryOp::And || op == BinaryOp::Or;
  const Type operands = logical ? Type::boolean() : Type::number();
  const Type type = logical || compares(op) ? Type::boolean() : Type::number();
  // Both are looked at, so that both are reported.
  const bool good_a = operand(a, operands, code_.nodes[node.a], "left ");
  const bool good_b = operand(b, operands, code_.nodes[node.b], "right ");
  const Marks marks = a.marks() | b.marks();
  if (!good_a || !good_b || a.is_unknown() || b.is_unknown()) return unknown(type, marks);
  return marked(logical ? logic(node, op, a, b) : arithmetic(node, op, a, b), marks);
}

Value Evaluator::logic(const Node&, BinaryOp op, const Value& a, const Value& b) {
  return Value::boolean(op == BinaryOp::And ? a.as_bool() && b.as_bool()
                                            : a.as_bool() || b.as_bool());
}

Value Evaluator::arithmetic(const Node& node, BinaryOp op, const Value& a, const Value& b) {
  if (a.is_int64() && b.is_int64()) {
    if (compares(op)) return Value::boolean(holds(op, a.as_int64() <=> b.as_int64()));
    if (const auto result = exact(op, a.as_int64(), b.as_int64())) return Value::number(*result);
  }
  const Number x = Number::of(a);
  const Number y = Number::of(b);
  if (compares(op)) return Value::boolean(holds(op, x <=> y));
  const bool endless = x.is_infinite() || y.is_infinite();
  const auto senseless = [&] {
    return fail(node, codes::kOperation, "Operation failed", [&] {
      return std::string("With these operands \"") + sign_of(op) +
             "\" has no result: zero divided by zero, or an operation on infinite numbers. Check "
             "the "
             "divisor before dividing.";
    });
  };
  switch (op) {
    case BinaryOp::Add:
      if (x.is_infinite() && y.is_infinite() && x.is_negative() != y.is_negative())
        return senseless();
      return make_number(arena_, x + y);
    case BinaryOp::Subtract:
      if (x.is_infinite() && y.is_infinite() && x.is_negative() == y.is_negative())
        return senseless();
      return make_number(arena_, x - y);
    case BinaryOp::Multiply:
      if (endless && (x.is_zero() || y.is_zero())) return senseless();
      return make_number(arena_, x * y);
    case BinaryOp::Divide:
      // x / 0 is infinite in this language; what has no meaning is 0 / 0.
      if ((x.is_zero() && y.is_zero()) || (x.is_infinite() && y.is_infinite())) return senseless();
      return make_number(arena_, x / y);
    default:
      if (y.is_zero()) return a;
      if (endless) return senseless();
      return make_number(arena_, x % y);
  }
}

// --- conditionals -----------------------------------------------------------------------------

Value Evaluator::conditional(const Node& node) {
  Value condition = eval(node.a);
  // Both branches are needed for their types; only the chosen one may complain.
  const auto branch = [&](std::uint32_t number, bool quiet, bool& failed) {
    const bool outer_failed = failed_;
    const bool outer_muted = muted_;
    failed_ = false;
    if (quiet) muted_ = true;
    const Value value = eval(number);
    failed = failed_;
    failed_ = outer_failed;
    muted_ = outer_muted;
    return value;
  };
  const Node& condition_node = code_.nodes[node.a];
  const Marks marks = condition.marks();
  if (condition.type() != Type::boolean() && !condition.type().is_dynamic()) {
    ConversionError why;
    const auto converted = convert(arena_, condition, Type::boolean(), &why);
    if (!converted) {
      return fail(condition_node, codes::kCondition, "Incorrect condition type", [&] {
        return "A condition is true or false, but this is " + friendly_name(condition.type()) +
               ". Compare it with something, for instance with != null.";
      });
    }
    condition = *converted;
  }
  if (condition.is_null()) {
    return fail(condition_node, codes::kCondition, "Null condition", [] {
      return std::string(
          "The condition is null, so neither branch can be chosen. Give it a value.");
    });
  }
  const bool decided = condition.is_known();
  const bool choice = decided && condition.as_bool();
  bool yes_failed = false;
  bool no_failed = false;
  const Value yes = branch(node.b, !(decided && choice), yes_failed);
  const Value no = branch(node.c, !(decided && !choice), no_failed);
  if (decided && (choice ? yes_failed : no_failed)) failed_ = true;

  const auto is_bare_null = [](const Value& value) {
    return value.is_null() && value.type().is_dynamic();
  };
  Type type = yes.type();
  if (yes.type() != no.type()) {
    if (is_bare_null(yes)) {
      type = no.type();
    } else if (is_bare_null(no)) {
      type = yes.type();
    } else if (yes.type().is_dynamic() || no.type().is_dynamic()) {
      type = Type::dynamic();
    } else {
      const std::array<Type, 2> both{yes.type(), no.type()};
      const auto unified = unify(both);
      if (!unified) {
        return fail(node, codes::kCondition, "Inconsistent conditional result types", [&] {
          return "Both results of a conditional must have one type, but the first is " +
                 friendly_name(yes.type()) + " and the second is " + friendly_name(no.type()) +
                 ". Convert one of them, for instance with tolist() or tomap().";
        });
      }
      type = *unified;
    }
  }
  if (!decided) return undecided(type, condition, yes, no);
  Value chosen = choice ? yes : no;
  if (chosen.type() != type && !type.is_dynamic()) {
    ConversionError why;
    const auto converted = convert(arena_, chosen, type, &why);
    if (!converted) {
      return fail(code_.nodes[choice ? node.b : node.c], codes::kCondition,
                  "Inconsistent conditional result types", [&] {
                    return "This result cannot be converted to " + friendly_name(type) +
                           ", the type of the whole conditional: " + why.message + ".";
                  });
    }
    chosen = *converted;
  }
  // Which value the other branch has may show in the choice, so its marks count too.
  return marked(chosen, marks | yes.marks() | no.marks());
}

// What is certain of a conditional whose condition is unknown.
Value Evaluator::undecided(Type type, const Value& condition, const Value& yes, const Value& no) {
  const Marks marks = condition.marks() | yes.marks() | no.marks();
  if (yes.is_null() && no.is_null()) return marked(Value::null(type), marks);
  const auto surely_not_null = [](const Value& value) {
    return value.is_known() || (value.is_unknown() && value.is_certainly_not_null());
  };
  Refinement refinement;
  refinement.not_null = surely_not_null(yes) && surely_not_null(no);
  if (type.is_collection() && yes.is_known() && no.is_known()) {
    // An element of a set may turn out to be equal to another while it is unknown.
    const bool sets = type.kind() == TypeKind::Set;
    const auto shortest = [&](const Value& value) -> std::uint64_t {
      if (sets && !value.is_wholly_known()) return value.length() == 0 ? 0 : 1;
      return value.length();
    };
    refinement.length_min = std::min(shortest(yes), shortest(no));
    refinement.length_max = std::max<std::uint64_t>(yes.length(), no.length());
  }
  if (!refinement.not_null) return marked(Value::unknown(type), marks);
  return marked(Value::unknown(arena_, type, refinement), marks);
}

// --- templates --------------------------------------------------------------------------------

Value Evaluator::text_template(const Node& node) {
  const auto mark = stack_.size();
  for (std::uint32_t i = 0; i < node.b; ++i) {
    const auto part = code_.lists[node.a + i];
    Value value = eval(part);
    if (value.type() != Type::string() && !(value.is_unknown() && value.type().is_dynamic())) {
      if (value.is_null()) {
        // told below
      } else if (value.is_known() && value.type() == Type::number() && value.is_int64()) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value.as_int64()).ptr;
        const auto text = arena_.copy_string({digits, static_cast<std::size_t>(end - digits)});
        value = marked(Value::string_view(arena_, text), value.marks());
      } else {
        ConversionError why;
        const auto converted = convert(arena_, value, Type::string(), &why);
        if (!converted) {
          fail(code_.nodes[part], codes::kInterpolation, "Invalid template interpolation value",
               [&] {
                 return "This is " + friendly_name(value.type()) +
                        ", which cannot stand inside a text. Convert it, for instance with "
                        "jsonencode() or join().";
               });
          value = unknown(Type::string(), value.marks());
        } else {
          value = *converted;
        }
      }
    }
    if (value.is_null()) {
      fail(code_.nodes[part], codes::kInterpolation, "Invalid template interpolation value", [] {
        return std::string(
            "This is null, which cannot stand inside a text. Give it a value, or use coalesce().");
      });
      value = unknown(Type::string(), value.marks());
    }
    stack_.push(value);
  }
  const Value result = concatenate(mark, node);
  stack_.resize(mark);
  return result;
}

// The strings above `mark` as one.
Value Evaluator::concatenate(std::size_t mark, const Node&) {
  Marks marks = Marks::None;
  std::size_t length = 0;
  bool known = true;
  for (const Value& part : stack_.from(mark)) {
    marks = marks | part.marks();
    if (!part.is_known()) known = false;
    if (known) length += part.as_string().size();
  }
  const auto room = arena_.allocate_span<char>(length);
  std::size_t at = 0;
  unsigned char seen = 0;
  for (const Value& part : stack_.from(mark)) {
    if (!part.is_known()) break;
    const auto text = part.as_string();
    for (const char c : text) {
      room[at++] = c;
      seen |= static_cast<unsigned char>(c);
    }
  }
  const std::string_view text(room.data(), length);
  if (!known) {
    Refinement refinement;
    refinement.not_null = true;
    // A last character outside of ASCII might still change when what follows is joined to it.
    if (seen < 0x80) refinement.prefix = text;
    return marked(Value::unknown(arena_, Type::string(), refinement), marks);
  }
  return marked(seen < 0x80 ? Value::string_view(arena_, text) : Value::string(arena_, text),
                marks);
}

Value Evaluator::join(const Node& node) {
  const Value parts = eval(node.a);
  if (!parts.is_known()) return unknown(Type::string(), parts.marks());
  const auto mark = stack_.size();
  stack_.push(marked(Value::string_view(arena_, ""), parts.marks()));
  for (const Value& part : parts.elements()) stack_.push(part);
  const Value result = concatenate(mark, node);
  stack_.resize(mark);
  return result;
}

}  // namespace tenon::lang::detail
