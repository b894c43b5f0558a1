#include "engine/config/provisioner.h"

#include "schema/base/text.h"

namespace tenon::config {

namespace {

// `when = destroy`, or "destroy" in JSON and YAML.
std::optional<std::size_t> one_of(const Argument& argument, const std::vector<std::string>& words,
                                  Diagnostics& diagnostics) {
  std::string word(argument.expression.as_keyword());
  const Value* value = argument.expression.constant();
  if (word.empty() && value != nullptr && value->is_known() && value->type() == Type::string())
    word = std::string(value->as_string());
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word) return i;
  }
  diagnostics.error("E0149", "Invalid provisioner",
                    "\"" + std::string(argument.name.view()) + "\" must be " + join(words, " or ") +
                        "." + (word.empty() ? "" : did_you_mean(word, words)),
                    argument.expression.span());
  return std::nullopt;
}

// What is removed may need nothing else any more: only the object itself is known then.
bool only_itself(const lang::Expression& expression, Diagnostics& diagnostics) {
  bool fine = true;
  for (const lang::Reference& reference : expression.references()) {
    const std::string_view root = reference.root.view();
    if (root == "self" || root == "path" || root == "terraform" || root == "count" ||
        (root == "each" && !reference.steps.empty() && reference.steps[0].name.view() == "key"))
      continue;
    fine = false;
    diagnostics.error("E0149", "Invalid provisioner",
                      "A provisioner that runs when its object is destroyed may refer to \"self\", "
                      "\"count.index\" and \"each.key\" only, because everything else may be gone "
                      "by then. Keep what it needs in the object itself, for example in input or "
                      "triggers.",
                      reference.span);
  }
  return fine;
}

}  // namespace

std::optional<Provisioner> read_provisioner(const Block& block, Diagnostics& diagnostics) {
  const std::string kind = block.labels.empty() ? "" : block.labels[0].text;
  if (kind != "local-exec") {
    diagnostics.error("E0199", "Not supported yet",
                      "tenon runs provisioners of the kind local-exec only, and this one is \"" +
                          kind +
                          "\". Use local-exec with a program that does the same, user data of the "
                          "machine, or go on with Terraform for this configuration.",
                      block.span);
    return std::nullopt;
  }
  static const BodySchema kSchema{{{Symbol("command"), ArgumentMode::Expression, true},
                                   {Symbol("working_dir"), ArgumentMode::Expression, false},
                                   {Symbol("environment"), ArgumentMode::Expression, false},
                                   {Symbol("interpreter"), ArgumentMode::Expression, false},
                                   {Symbol("quiet"), ArgumentMode::Expression, false},
                                   {Symbol("when"), ArgumentMode::Keyword, false},
                                   {Symbol("on_failure"), ArgumentMode::Keyword, false}},
                                  {{Symbol("connection"), 0, {}}}};
  Diagnostics found;
  const BodyContent content = block.body.content(kSchema, found);
  Provisioner provisioner;
  provisioner.span = block.span;
  if (const Argument* when = content.find(Symbol("when"))) {
    if (one_of(*when, {"create", "destroy"}, found).value_or(0) == 1)
      provisioner.when = Provisioner::When::Destroy;
  }
  if (const Argument* failure = content.find(Symbol("on_failure"))) {
    if (one_of(*failure, {"fail", "continue"}, found).value_or(0) == 1)
      provisioner.on_failure = Provisioner::OnFailure::Continue;
  }
  for (const Block& inside : content.blocks) {
    found.error("E0199", "Not supported yet",
                "tenon has no \"connection\" blocks: local-exec runs on this machine and needs "
                "none. Remove it.",
                inside.span);
  }
  const auto expression = [&](const char* name) -> std::optional<lang::Expression> {
    const Argument* argument = content.find(Symbol(name));
    if (argument == nullptr) return std::nullopt;
    if (provisioner.when == Provisioner::When::Destroy) only_itself(argument->expression, found);
    return argument->expression;
  };
  if (const auto command = expression("command")) provisioner.command = *command;
  provisioner.working_dir = expression("working_dir");
  provisioner.environment = expression("environment");
  provisioner.interpreter = expression("interpreter");
  provisioner.quiet = expression("quiet");
  const bool fine = !found.has_errors();
  diagnostics.append(found);
  if (!fine) return std::nullopt;
  return provisioner;
}

}  // namespace tenon::config
