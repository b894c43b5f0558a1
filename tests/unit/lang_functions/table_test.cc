// The names and parameters of all functions, as `terraform metadata functions` lists them, and the
// rules that every call follows.
#include <set>

#include "tests/unit/lang_functions/cases.h"

namespace tenon::lang {

namespace {

constexpr const char* kSignatures[] = {
    "abs(num number) number",
    "abspath(path string) string",
    "alltrue(list list(bool)) bool",
    "anytrue(list list(bool)) bool",
    "base64decode(str string) string",
    "base64encode(str string) string",
    "base64gzip(str string) string",
    "base64sha256(str string) string",
    "base64sha512(str string) string",
    "basename(path string) string",
    "bcrypt(str string, ...cost number) string",
    "can(expression any) bool",
    "ceil(num number) number",
    "chomp(str string) string",
    "chunklist(list list(any), size number) list(list(any))",
    "cidrhost(prefix string, hostnum number) string",
    "cidrnetmask(prefix string) string",
    "cidrsubnet(prefix string, newbits number, netnum number) string",
    "cidrsubnets(prefix string, ...newbits number) list(string)",
    "coalesce(...vals any?) any",
    "coalescelist(...vals any?) any",
    "compact(list list(string)) list(string)",
    "concat(...seqs any) any",
    "contains(list any, value any) any",
    "csvdecode(str string) any",
    "dirname(path string) string",
    "distinct(list list(any)) list(any)",
    "element(list any, index number) any",
    "endswith(str string, suffix string) bool",
    "ephemeralasnull(value any?) any",
    "file(path string) string",
    "filebase64(path string) string",
    "filebase64sha256(path string) string",
    "filebase64sha512(path string) string",
    "fileexists(path string) bool",
    "filemd5(path string) string",
    "fileset(path string, pattern string) set(string)",
    "filesha1(path string) string",
    "filesha256(path string) string",
    "filesha512(path string) string",
    "flatten(list any) any",
    "floor(num number) number",
    "format(format string, ...args any?) any",
    "formatdate(format string, time string) string",
    "formatlist(format string, ...args any?) any",
    "indent(spaces number, str string) string",
    "index(list any, value any) any",
    "issensitive(value any?) bool",
    "join(separator string, ...lists list(string)) string",
    "jsondecode(str string) any",
    "jsonencode(val any?) string",
    "keys(inputMap any) any",
    "length(value any) number",
    "log(num number, base number) number",
    "lookup(inputMap any, key string, ...default any?) any",
    "lower(str string) string",
    "matchkeys(values list(any), keys list(any), searchset list(any)) list(any)",
    "max(...numbers number) number",
    "md5(str string) string",
    "merge(...maps any?) any",
    "min(...numbers number) number",
    "nonsensitive(value any?) any",
    "one(list any) any",
    "parseint(number any, base number) any",
    "pathexpand(path string) string",
    "plantimestamp() string",
    "pow(num number, power number) number",
    "range(...params number) list(number)",
    "regex(pattern string, string string) any",
    "regexall(pattern string, string string) list(any)",
    "replace(str string, substr string, replace string) string",
    "reverse(list any) any",
    "rsadecrypt(ciphertext string, privatekey string) string",
    "sensitive(value any?) any",
    "setintersection(first_set set(any), ...other_sets set(any)) set(any)",
    "setproduct(...sets any) any",
    "setsubtract(a set(any), b set(any)) set(any)",
    "setunion(first_set set(any), ...other_sets set(any)) set(any)",
    "sha1(str string) string",
    "sha256(str string) string",
    "sha512(str string) string",
    "signum(num number) number",
    "slice(list any, start_index number, end_index number) any",
    "sort(list list(string)) list(string)",
    "split(separator string, str string) list(string)",
    "startswith(str string, prefix string) bool",
    "strcontains(str string, substr string) bool",
    "strrev(str string) string",
    "substr(str string, offset number, length number) string",
    "sum(list any) any",
    "templatefile(path string, vars any) any",
    "templatestring(template string, vars any) string",
    "textdecodebase64(source string, encoding string) string",
    "textencodebase64(string string, encoding string) string",
    "timeadd(timestamp string, duration string) string",
    "timecmp(timestamp_a string, timestamp_b string) number",
    "timestamp() string",
    "title(str string) string",
    "tobool(v any?) bool",
    "tolist(v any?) list(any)",
    "tomap(v any?) map(any)",
    "tonumber(v any?) number",
    "toset(v any?) set(any)",
    "tostring(v any?) string",
    "transpose(values map(list(string))) map(list(string))",
    "trim(str string, cutset string) string",
    "trimprefix(str string, prefix string) string",
    "trimspace(str string) string",
    "trimsuffix(str string, suffix string) string",
    "try(...expressions any) any",
    "upper(str string) string",
    "urlencode(str string) string",
    "uuid() string",
    "uuidv5(namespace string, name string) string",
    "values(mapping any) any",
    "yamldecode(src string) any",
    "yamlencode(value any?) string",
    "zipmap(keys list(string), values any) any",
};

std::string signature_of(const Function& function) {
  std::string text = std::string(function.name) + "(";
  const auto add = [&](const Parameter& parameter, const char* prefix) {
    if (text.back() != '(') text += ", ";
    text += prefix + std::string(parameter.name) + " " + constraint_text(parameter.type);
    if (parameter.allow_null) text += "?";
  };
  for (const Parameter& parameter : function.parameters) add(parameter, "");
  if (function.variadic != nullptr) add(*function.variadic, "...");
  return text + ") " + constraint_text(function.result);
}

}  // namespace

TEST(Table, HasEveryFunctionWithItsParameters) {
  std::set<std::string> have;
  for (const auto& name : builtin_functions().names()) {
    const Function* function = builtin_functions().find(Symbol(name));
    ASSERT_NE(function, nullptr);
    EXPECT_FALSE(function->description.empty()) << name;
    EXPECT_TRUE((function->body == nullptr) != (function->deferred == nullptr)) << name;
    // The console has one function more.
    if (name != "type") have.insert(signature_of(*function));
  }
  std::set<std::string> want;
  for (const char* signature : kSignatures) want.insert(signature);
  for (const auto& signature : want) EXPECT_EQ(have.count(signature), 1u) << signature;
  for (const auto& signature : have) EXPECT_EQ(want.count(signature), 1u) << signature;
}

TEST(Call, ConvertsArgumentsAndSaysWhichDoesNotFit) {
  Arena arena;
  FunctionContext context;
  context.arena = &arena;
  const Function* join = builtin_functions().find(Symbol("join"));
  ASSERT_NE(join, nullptr);
  const Value numbers[] = {Value::number(1), Value::number(2)};
  const Value fitting[] = {Value::string(arena, "-"), Value::tuple(arena, numbers)};
  FunctionError error;
  const auto joined = call_function(*join, context, fitting, error);
  ASSERT_TRUE(joined.has_value()) << error.message;
  EXPECT_EQ(joined->as_string(), "1-2");

  const Value wrong[] = {fitting[0], Value::tuple(arena, fitting)};
  EXPECT_FALSE(call_function(*join, context, wrong, error).has_value());
  EXPECT_EQ(error.argument, 1);
  EXPECT_NE(error.message.find("element 1"), std::string::npos) << error.message;
}

TEST(Call, RefusesNullsAndWrongCounts) {
  Arena arena;
  FunctionContext context;
  context.arena = &arena;
  const Function* upper = builtin_functions().find(Symbol("upper"));
  ASSERT_NE(upper, nullptr);
  FunctionError error;
  const Value null[] = {Value()};
  EXPECT_FALSE(call_function(*upper, context, null, error).has_value());
  EXPECT_EQ(error.argument, 0);
  EXPECT_EQ(error.message, "the argument must not be null");
  EXPECT_FALSE(call_function(*upper, context, {}, error).has_value());
  EXPECT_EQ(error.argument, -1);
}

TEST(Call, AnswersUnknownsAndMovesMarks) {
  Arena arena;
  FunctionContext context;
  context.arena = &arena;
  const Function* upper = builtin_functions().find(Symbol("upper"));
  ASSERT_NE(upper, nullptr);
  FunctionError error;
  const Value unknown[] = {Value::unknown(Type::dynamic()).with_marks(Marks::Sensitive)};
  const auto answer = call_function(*upper, context, unknown, error);
  ASSERT_TRUE(answer.has_value()) << error.message;
  EXPECT_TRUE(answer->is_unknown());
  EXPECT_TRUE(answer->is_sensitive());
  EXPECT_TRUE(answer->is_certainly_not_null());
  EXPECT_EQ(answer->type(), Type::string());
}

}  // namespace tenon::lang
