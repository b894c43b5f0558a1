#include "engine/config/module_reader.h"

#include <algorithm>

#include "engine/config/version.h"
#include "schema/base/text.h"
#include "schema/value/convert.h"
#include "schema/value/print.h"

namespace tenon::config {

namespace {

using Mode = ArgumentMode;

ArgumentSchema argument(std::string_view name, Mode mode, bool required = false) {
  return {Symbol(name), mode, required};
}
BlockTypeSchema block(std::string_view name, std::vector<std::string> labels = {}) {
  return {Symbol(name), static_cast<std::uint32_t>(labels.size()), labels};
}

bool is_identifier(std::string_view name) {
  if (name.empty()) return false;
  const auto starts = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  if (!starts(name[0])) return false;
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return starts(c) || (c >= '0' && c <= '9') || c == '-'; });
}

class ModuleReader {
 public:
  ModuleReader(bool is_root, Module& module, Diagnostics& diagnostics)
      : is_root_(is_root), module_(module), diagnostics_(diagnostics) {}

  void read(const Body& file) {
    static const BodySchema kRoot{
        {},
        {block("terraform"), block("provider", {"name"}), block("variable", {"name"}),
         block("locals"), block("output", {"name"}), block("module", {"name"}),
         block("resource", {"type", "name"}), block("data", {"type", "name"}), block("moved"),
         block("removed"), block("import"), block("check", {"name"}),
         block("ephemeral", {"type", "name"})}};
    const BodyContent content = file.content(kRoot, diagnostics_);
    for (const Block& each : content.blocks) read_block(each);
  }

 private:
  void read_block(const Block& each) {
    const std::string_view type = each.type.view();
    for (const lang::BlockLabel& label : each.labels) {
      if (is_identifier(label.text)) continue;
      diagnostics_.error("E0131", "Invalid name",
                         "\"" + label.text +
                             "\" is no valid name. A name begins with a letter or underscore and "
                             "holds letters, digits, underscores and dashes.",
                         label.span);
      return;
    }
    if (type == "terraform") return read_terraform(each);
    if (type == "provider") return read_provider(each);
    if (type == "variable") return read_variable(each);
    if (type == "locals") return read_locals(each);
    if (type == "output") return read_output(each);
    if (type == "module") return read_call(each);
    if (type == "resource") return read_resource(each, ResourceMode::Managed);
    if (type == "data") return read_resource(each, ResourceMode::Data);
    if (type == "moved") return read_moved(each, module_, diagnostics_);
    if (type == "removed") return read_removed(each, module_, diagnostics_);
    if (type == "import") return read_import(each, is_root_, module_, diagnostics_);
    later("\"" + std::string(type) + "\" blocks", each.span);
  }

  void later(const std::string& what, SourceSpan span) {
    diagnostics_.error("E0199", "Not supported yet",
                       "tenon does not know " + what +
                           " yet; they come with a later version. Go on with Terraform for a "
                           "configuration that needs them, or leave them out.",
                       span);
  }

  // --- literals
  // -----------------------------------------------------------------------------------------------------
  std::optional<bool> boolean(const Argument* argument) {
    if (argument == nullptr) return std::nullopt;
    const Value* value = argument->expression.constant();
    const auto converted =
        value == nullptr ? std::nullopt : convert(arena_, *value, Type::boolean(), nullptr);
    if (!converted || !converted->is_known()) {
      diagnostics_.error(
          "E0132", "Invalid value",
          "\"" + std::string(argument->name.view()) +
              "\" must be written as true or false; expressions are not allowed here.",
          argument->expression.span());
      return std::nullopt;
    }
    return converted->as_bool();
  }

  std::optional<std::string> text(const Argument* argument) {
    if (argument == nullptr) return std::nullopt;
    const Value* value = argument->expression.constant();
    if (value == nullptr || !value->is_known() || value->type() != Type::string()) {
      diagnostics_.error(
          "E0133", "Invalid value",
          "\"" + std::string(argument->name.view()) +
              "\" must be a string that is written out; expressions are not allowed here.",
          argument->expression.span());
      return std::nullopt;
    }
    return std::string(value->as_string());
  }

  // `aws_vpc.main` in HCL, "aws_vpc.main" in JSON, also in lists.
  std::optional<lang::Reference> reference(const lang::Expression& expression) {
    if (const lang::Reference* found = expression.as_reference()) return *found;
    const Value* value = expression.constant();
    if (value != nullptr && value->is_known() && value->type() == Type::string()) {
      return lang::parse_traversal(
          {value->as_string(), inner_span(expression.span(), value->as_string()), true},
          diagnostics_);
    }
    diagnostics_.error("E0134", "Invalid reference",
                       "A reference such as aws_vpc.main is needed here.", expression.span());
    return std::nullopt;
  }

  // Inside the quotes, where there are any.
  static SourceSpan inner_span(SourceSpan span, std::string_view text) {
    if (span.end - span.begin == text.size() + 2)
      return {span.source, span.begin + 1, span.end - 1};
    return span;
  }

  std::vector<lang::Reference> references(const Argument* argument) {
    std::vector<lang::Reference> found;
    if (argument == nullptr) return found;
    for (const lang::Expression& element : elements(*argument)) {
      if (auto one = reference(element)) found.push_back(std::move(*one));
    }
    return found;
  }

  std::vector<lang::Expression> elements(const Argument& argument) {
    if (auto tuple = argument.expression.as_tuple()) return *tuple;
    const Value* value = argument.expression.constant();
    std::vector<lang::Expression> found;
    if (value != nullptr && value->is_known() &&
        (value->type().is_tuple() || value->type().kind() == TypeKind::List)) {
      for (const Value& element : value->elements())
        found.push_back(lang::Expression::literal(element, argument.expression.span()));
      return found;
    }
    diagnostics_.error("E0135", "Invalid value",
                       "\"" + std::string(argument.name.view()) + "\" must be a list in brackets.",
                       argument.expression.span());
    return found;
  }

  std::optional<ProviderRef> provider_ref(const lang::Expression& expression) {
    const auto found = reference(expression);
    if (!found) return std::nullopt;
    ProviderRef ref{found->root, {}, found->span};
    if (found->steps.size() > 1 ||
        (found->steps.size() == 1 && found->steps[0].kind != lang::ReferenceStep::Kind::Name)) {
      diagnostics_.error(
          "E0136", "Invalid provider reference",
          "A provider configuration is named by its local name and alias, as in aws.west.",
          found->span);
      return std::nullopt;
    }
    if (!found->steps.empty()) ref.alias = found->steps[0].name;
    return ref;
  }

  template <typename Map, typename Item>
  bool declare(Map& map, Symbol name, Item item, const std::string& what) {
    const auto [known, fresh] = map.emplace(name, item);
    if (!fresh) {
      diagnostics_.error("E0137", "Duplicate " + what,
                         "A " + what + " named \"" + std::string(name.view()) +
                             "\" was declared at " + location_text(known->second.span) +
                             " already. Remove or rename one.",
                         item.span);
    }
    return fresh;
  }

  std::vector<Condition> conditions(const BodyContent& content, std::string_view type) {
    static const BodySchema kCondition{{argument("condition", Mode::Expression, true),
                                        argument("error_message", Mode::Expression, true)},
                                       {}};
    std::vector<Condition> found;
    for (const Block& each : content.blocks) {
      if (each.type.view() != type) continue;
      const BodyContent inside = each.body.content(kCondition, diagnostics_);
      const Argument* condition = inside.find(Symbol("condition"));
      const Argument* message = inside.find(Symbol("error_message"));
      if (condition == nullptr || message == nullptr) continue;
      if (condition->expression.references().empty() && condition->expression.functions().empty()) {
        diagnostics_.error("E0138", "Invalid condition",
                           "A condition must refer to at least one object of the configuration, or "
                           "its result never changes. In JSON and YAML write it as \"${...}\".",
                           condition->expression.span());
        continue;
      }
      found.push_back({condition->expression, message->expression, each.span});
    }
    return found;
  }

  // --- blocks
  // -------------------------------------------------------------------------------------------------------
  void read_terraform(const Block& each) {
    static const BodySchema kSchema{
        {argument("required_version", Mode::Literal), argument("experiments", Mode::Keyword),
         argument("language", Mode::Keyword)},
        {block("required_providers"), block("backend", {"type"}), block("cloud"),
         block("provider_meta", {"name"})}};
    const BodyContent content = each.body.content(kSchema, diagnostics_);
    if (const Argument* version = content.find(Symbol("required_version"))) {
      if (const auto constraint = text(version)) {
        check_version("required_version", *constraint, kTerraformVersion,
                      "This configuration needs Terraform " + *constraint +
                          ", and tenon stands in for " + std::string(kTerraformVersion) +
                          ". Widen the constraint if the configuration allows it.",
                      version->expression.span());
      }
    }
    if (const Argument* experiments = content.find(Symbol("experiments")))
      later("language experiments", experiments->name_span);
    for (const Block& inside : content.blocks) {
      const std::string_view type = inside.type.view();
      if (type == "required_providers") {
        read_required_providers(inside);
      } else if (type == "backend") {
        if (is_root_) module_.backend = Backend{inside.labels[0].text, inside.span, inside.body};
      } else if (type == "cloud") {
        if (is_root_) module_.backend = Backend{"cloud", inside.span, inside.body};
      }
    }
  }

  void check_version(const std::string& what, const std::string& constraint,
                     std::string_view version, const std::string& refusal, SourceSpan span) {
    std::string error;
    const auto fits = satisfies(version, constraint, &error);
    if (!fits) {
      diagnostics_.error("E0139", "Invalid version constraint", "In " + what + ": " + error + ".",
                         span);
    } else if (!*fits) {
      diagnostics_.error("E0140", "Unsupported version", refusal, span);
    }
  }

  void read_required_providers(const Block& each) {
    for (const Argument& entry : each.body.just_arguments(Mode::Literal, diagnostics_)) {
      RequiredProvider required;
      required.local_name = entry.name;
      required.span = entry.name_span;
      const auto object = entry.expression.as_object();
      const Value* constant = entry.expression.constant();
      if (constant != nullptr && constant->is_known() && constant->type() == Type::string()) {
        required.constraint = std::string(constant->as_string());
      } else if (object) {
        for (const auto& [key, value] : *object) read_requirement(key, value, required);
      } else if (constant != nullptr && constant->is_known() && constant->type().is_object()) {
        for (std::uint32_t i = 0; i < constant->type().shape().size(); ++i) {
          read_requirement(
              lang::Expression::literal(
                  Value::string_view(arena_, constant->type().shape().names[i].view()),
                  entry.name_span),
              lang::Expression::literal(constant->elements()[i], entry.expression.span()),
              required);
        }
      } else {
        diagnostics_.error("E0141", "Invalid required_providers entry",
                           "An entry is an object with \"source\" and \"version\".",
                           entry.expression.span());
        continue;
      }
      if (required.local_name.view() == "aws" &&
          (required.source.empty() || required.source.find("hashicorp/aws") != std::string::npos) &&
          !required.constraint.empty()) {
        check_version("the version of aws", required.constraint, "5.100.0",
                      "This configuration needs version " + required.constraint +
                          " of the aws provider, and tenon stands in for 5.100.0. Widen the "
                          "constraint if the configuration allows it.",
                      entry.expression.span());
      }
      declare(module_.required_providers, required.local_name, required, "provider requirement");
    }
  }

  void read_requirement(const lang::Expression& key, const lang::Expression& value,
                        RequiredProvider& required) {
    std::string name(key.as_keyword());
    if (name.empty() && key.constant() != nullptr && key.constant()->is_known() &&
        key.constant()->type() == Type::string())
      name = std::string(key.constant()->as_string());
    if (name == "configuration_aliases") {
      if (const auto aliases = value.as_tuple()) {
        for (const lang::Expression& alias : *aliases) {
          if (auto ref = provider_ref(alias)) required.aliases.push_back(*ref);
        }
      }
      return;
    }
    const Value* constant = value.constant();
    if (constant == nullptr || !constant->is_known() || constant->type() != Type::string()) {
      if (name == "source" || name == "version")
        diagnostics_.error("E0141", "Invalid required_providers entry",
                           "\"" + name + "\" must be a string that is written out.", value.span());
      return;
    }
    if (name == "source") required.source = std::string(constant->as_string());
    if (name == "version") required.constraint = std::string(constant->as_string());
  }

  void read_provider(const Block& each) {
    static const BodySchema kSchema{
        {argument("alias", Mode::Literal), argument("version", Mode::Literal),
         argument("for_each", Mode::Expression), argument("count", Mode::Expression),
         argument("depends_on", Mode::Traversal)},
        {}};
    ProviderConfig config;
    const BodyContent content = each.body.partial_content(kSchema, &config.body, diagnostics_);
    config.ref.local_name = Symbol(each.labels[0].text);
    config.ref.span = config.span = each.span;
    if (const auto alias = text(content.find(Symbol("alias")))) config.ref.alias = Symbol(*alias);
    for (const char* reserved : {"for_each", "count", "depends_on"}) {
      if (const Argument* found = content.find(Symbol(reserved)))
        later("\"" + std::string(reserved) + "\" in provider blocks", found->name_span);
    }
    for (const ProviderConfig& other : module_.providers) {
      if (!(other.ref == config.ref)) continue;
      diagnostics_.error("E0137", "Duplicate provider configuration",
                         "A configuration of this provider with the same alias was declared at " +
                             location_text(other.span) +
                             " already. Give one of them another alias.",
                         each.span);
      return;
    }
    module_.providers.push_back(std::move(config));
  }

  void read_variable(const Block& each) {
    static const BodySchema kSchema{
        {argument("type", Mode::Native), argument("default", Mode::Literal),
         argument("description", Mode::Literal), argument("sensitive", Mode::Literal),
         argument("ephemeral", Mode::Literal), argument("nullable", Mode::Literal),
         argument("deprecated", Mode::Literal)},
        {block("validation")}};
    const BodyContent content = each.body.content(kSchema, diagnostics_);
    Variable variable;
    variable.name = Symbol(each.labels[0].text);
    variable.span = each.span;
    for (const char* reserved : {"source", "version", "providers", "count", "for_each", "lifecycle",
                                 "depends_on", "locals"}) {
      if (each.labels[0].text == reserved)
        diagnostics_.error("E0142", "Invalid variable name",
                           "The name \"" + each.labels[0].text +
                               "\" is reserved, because module calls use it for themselves.",
                           each.labels[0].span);
    }
    if (const Argument* type = content.find(Symbol("type"))) {
      if (const auto constraint = lang::type_constraint_of(type->expression, diagnostics_))
        variable.type = *constraint;
    }
    variable.description = text(content.find(Symbol("description"))).value_or("");
    variable.sensitive = boolean(content.find(Symbol("sensitive"))).value_or(false);
    variable.ephemeral = boolean(content.find(Symbol("ephemeral"))).value_or(false);
    variable.nullable = boolean(content.find(Symbol("nullable"))).value_or(true);
    if (const Argument* fallback = content.find(Symbol("default")))
      read_default(*fallback, variable);
    variable.validations = conditions(content, "validation");
    declare(module_.variables, variable.name, variable, "variable");
  }

  void read_default(const Argument& fallback, Variable& variable) {
    lang::Expression expression = fallback.expression;
    const Value* value = expression.constant();
    if (value == nullptr) {
      // Brackets and braces are no constants to the compiler; without references their value is
      // fixed all the same.
      if (!expression.references().empty() || !expression.functions().empty()) {
        diagnostics_.error("E0143", "Variables not allowed",
                           "A default must be written out: it may not refer to anything. Use a "
                           "local value for what is computed.",
                           expression.span());
        return;
      }
      lang::EvalContext context;
      Diagnostics found;
      auto arena = std::make_shared<Arena>();
      context.arena = arena.get();
      context.diagnostics = &found;
      bool ok = true;
      const Value result = expression.evaluate(context, {}, &ok);
      diagnostics_.append(found);
      if (!ok) return;
      expression = lang::Expression::literal(result, expression.span());
      value = expression.constant();
    }
    if (value == nullptr) return;
    if (value->is_null() && !variable.nullable) {
      diagnostics_.error("E0144", "Invalid default value",
                         "The default is null, and nullable is false. Give another default, or "
                         "remove one of the two.",
                         fallback.expression.span());
      return;
    }
    ConversionError error;
    Arena scratch;
    if (!convert(scratch, lang::apply_defaults(scratch, *value, variable.type), variable.type.type,
                 &error)) {
      const std::string where = path_text(error.path);
      diagnostics_.error("E0144", "Invalid default value",
                         "The default does not fit the variable's type" +
                             (where.empty() ? std::string() : " at " + where) + ": " +
                             error.message + ".",
                         fallback.expression.span());
      return;
    }
    variable.default_value = expression;
  }

  void read_locals(const Block& each) {
    for (const Argument& entry : each.body.just_arguments(Mode::Expression, diagnostics_)) {
      if (!is_identifier(entry.name.view())) {
        diagnostics_.error(
            "E0131", "Invalid name",
            "\"" + std::string(entry.name.view()) + "\" is no valid name for a local value.",
            entry.name_span);
        continue;
      }
      declare(module_.locals, entry.name, Local{entry.name, entry.name_span, entry.expression},
              "local value");
    }
  }

  void read_output(const Block& each) {
    static const BodySchema kSchema{
        {argument("value", Mode::Expression, true), argument("description", Mode::Literal),
         argument("sensitive", Mode::Literal), argument("ephemeral", Mode::Literal),
         argument("deprecated", Mode::Literal), argument("depends_on", Mode::Traversal)},
        {block("precondition")}};
    const BodyContent content = each.body.content(kSchema, diagnostics_);
    const Argument* value = content.find(Symbol("value"));
    Output output;
    output.name = Symbol(each.labels[0].text);
    output.span = each.span;
    if (value != nullptr) output.value = value->expression;
    output.description = text(content.find(Symbol("description"))).value_or("");
    output.sensitive = boolean(content.find(Symbol("sensitive"))).value_or(false);
    output.ephemeral = boolean(content.find(Symbol("ephemeral"))).value_or(false);
    output.depends_on = references(content.find(Symbol("depends_on")));
    output.preconditions = conditions(content, "precondition");
    declare(module_.outputs, output.name, output, "output");
  }

  void read_call(const Block& each) {
    static const BodySchema kSchema{
        {argument("source", Mode::Literal, true), argument("version", Mode::Literal),
         argument("count", Mode::Expression), argument("for_each", Mode::Expression),
         argument("depends_on", Mode::Traversal), argument("providers", Mode::Traversal)},
        {block("lifecycle"), block("_")}};
    ModuleCall call;
    Body inputs;
    const BodyContent content = each.body.partial_content(kSchema, &inputs, diagnostics_);
    call.name = Symbol(each.labels[0].text);
    call.span = each.span;
    if (const Argument* source = content.find(Symbol("source"))) {
      call.source = text(source).value_or("");
      call.source_span = source->expression.span();
    }
    read_repetition(content, call.count, call.for_each);
    call.depends_on = references(content.find(Symbol("depends_on")));
    if (const Argument* providers = content.find(Symbol("providers")))
      read_passed_providers(*providers, call);
    for (const Block& inside : content.blocks)
      later("\"" + std::string(inside.type.view()) + "\" in module calls", inside.span);
    call.inputs = inputs.just_arguments(Mode::Expression, diagnostics_);
    declare(module_.calls, call.name, call, "module");
  }

  void read_passed_providers(const Argument& providers, ModuleCall& call) {
    const auto add = [&](const lang::Expression& inside, const lang::Expression& outside) {
      const auto in = provider_ref(inside);
      const auto out = provider_ref(outside);
      if (in && out) call.providers.emplace_back(*in, *out);
    };
    if (const auto object = providers.expression.as_object()) {
      for (const auto& [inside, outside] : *object) add(inside, outside);
      return;
    }
    const Value* constant = providers.expression.constant();
    if (constant != nullptr && constant->is_known() && constant->type().is_object()) {
      for (std::uint32_t i = 0; i < constant->type().shape().size(); ++i) {
        add(lang::Expression::literal(
                Value::string_view(arena_, constant->type().shape().names[i].view()),
                providers.name_span),
            lang::Expression::literal(constant->elements()[i], providers.expression.span()));
      }
      return;
    }
    diagnostics_.error("E0135", "Invalid value",
                       "\"providers\" must be an object: { aws = aws.west }.",
                       providers.expression.span());
  }

  void read_repetition(const BodyContent& content, std::optional<lang::Expression>& count,
                       std::optional<lang::Expression>& for_each) {
    const Argument* counted = content.find(Symbol("count"));
    const Argument* each = content.find(Symbol("for_each"));
    if (counted != nullptr && each != nullptr) {
      diagnostics_.error("E0145", "Invalid combination of count and for_each",
                         "A block has either \"count\" or \"for_each\". Remove one of the two.",
                         each->name_span);
    }
    if (counted != nullptr) count = counted->expression;
    if (each != nullptr && counted == nullptr) for_each = each->expression;
  }

  void read_resource(const Block& each, ResourceMode mode) {
    static const BodySchema kSchema{
        {argument("count", Mode::Expression), argument("for_each", Mode::Expression),
         argument("provider", Mode::Traversal), argument("depends_on", Mode::Traversal)},
        {block("lifecycle"), block("provisioner", {"type"}), block("connection"), block("_")}};
    Resource resource;
    const BodyContent content = each.body.partial_content(kSchema, &resource.body, diagnostics_);
    resource.mode = mode;
    resource.type = Symbol(each.labels[0].text);
    resource.name = Symbol(each.labels[1].text);
    resource.span = each.span;
    resource.type_span = each.labels[0].span;
    read_repetition(content, resource.count, resource.for_each);
    if (const Argument* provider = content.find(Symbol("provider")))
      resource.provider = provider_ref(provider->expression);
    resource.depends_on = references(content.find(Symbol("depends_on")));
    bool have_lifecycle = false;
    for (const Block& inside : content.blocks) {
      if (inside.type.view() == "provisioner" && mode == ResourceMode::Managed) {
        if (auto provisioner = read_provisioner(inside, diagnostics_))
          resource.provisioners.push_back(std::move(*provisioner));
        continue;
      }
      if (inside.type.view() != "lifecycle") {
        later("\"" + std::string(inside.type.view()) + "\" blocks", inside.span);
        continue;
      }
      if (have_lifecycle) {
        diagnostics_.error("E0146", "Duplicate lifecycle block",
                           "A resource has one lifecycle block at most. Merge the two.",
                           inside.span);
        continue;
      }
      have_lifecycle = true;
      read_lifecycle(inside, resource);
    }
    const auto [known, is_new] = module_.resource_numbers.try_emplace(
        {mode, resource.type, resource.name}, static_cast<std::uint32_t>(module_.resources.size()));
    if (!is_new) {
      const Resource& other = module_.resources[known->second];
      diagnostics_.error(
          "E0137", mode == ResourceMode::Data ? "Duplicate data source" : "Duplicate resource",
          "\"" + each.labels[0].text + "." + each.labels[1].text + "\" was declared at " +
              location_text(other.span) +
              " already. Names must be unique per type in a module; rename one.",
          each.span);
      return;
    }
    module_.resources.push_back(std::move(resource));
  }

  void read_lifecycle(const Block& each, Resource& resource) {
    static const BodySchema kSchema{
        {argument("create_before_destroy", Mode::Literal),
         argument("prevent_destroy", Mode::Literal), argument("ignore_changes", Mode::Traversal),
         argument("replace_triggered_by", Mode::Native), argument("destroy", Mode::Literal),
         argument("enabled", Mode::Expression)},
        {block("precondition"), block("postcondition"), block("action_trigger")}};
    const BodyContent content = each.body.content(kSchema, diagnostics_);
    Lifecycle& lifecycle = resource.lifecycle;
    for (const char* name : {"destroy", "enabled"}) {
      if (const Argument* found = content.find(Symbol(name)))
        later("lifecycle." + std::string(name), found->name_span);
    }
    lifecycle.create_before_destroy =
        boolean(content.find(Symbol("create_before_destroy"))).value_or(false);
    if (const Argument* prevent = content.find(Symbol("prevent_destroy"))) {
      lifecycle.prevent_destroy = boolean(prevent).value_or(false);
      lifecycle.prevent_destroy_span = prevent->name_span;
    }
    if (const Argument* ignore = content.find(Symbol("ignore_changes"))) {
      const Value* constant = ignore->expression.constant();
      const bool all = ignore->expression.as_keyword() == "all" ||
                       (constant != nullptr && constant->is_known() &&
                        constant->type() == Type::string() && constant->as_string() == "all");
      if (all) {
        lifecycle.ignore_all = true;
      } else {
        lifecycle.ignore_changes = references(ignore);
      }
    }
    if (const Argument* triggers = content.find(Symbol("replace_triggered_by"))) {
      for (const lang::Expression& trigger : elements(*triggers)) {
        const Value* constant = trigger.constant();
        if (constant != nullptr && constant->is_known() && constant->type() == Type::string()) {
          lifecycle.replace_triggered_by.push_back(lang::parse_expression(
              {constant->as_string(), inner_span(trigger.span(), constant->as_string()), true},
              diagnostics_));
        } else {
          lifecycle.replace_triggered_by.push_back(trigger);
        }
      }
    }
    lifecycle.preconditions = conditions(content, "precondition");
    lifecycle.postconditions = conditions(content, "postcondition");
  }

  bool is_root_;
  Module& module_;
  Diagnostics& diagnostics_;
  Arena arena_;
};

}  // namespace

void read_module_file(const Body& file, bool is_root, Module& module, Diagnostics& diagnostics) {
  ModuleReader(is_root, module, diagnostics).read(file);
}

}  // namespace tenon::config
