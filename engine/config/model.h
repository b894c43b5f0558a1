// Config: what the configuration says, in one model that knows no syntax. Everything that is an
// expression is still one: nothing is evaluated here. Owner: a Config owns its modules; names are
// Symbols. Threads: immutable once loaded.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "engine/config/body.h"
#include "engine/config/provisioner.h"
#include "engine/config/refactoring.h"
#include "engine/lang/expression.h"
#include "schema/base/env.h"
#include "schema/resource/address.h"

namespace tenon::config {

// precondition, postcondition, validation, assert.
struct Condition {
  lang::Expression condition;
  lang::Expression error_message;
  SourceSpan span;
};

struct Variable {
  Symbol name;
  SourceSpan span;
  lang::TypeConstraint type;                      // dynamic where absent
  std::optional<lang::Expression> default_value;  // constant
  std::string description;
  bool sensitive = false;
  bool ephemeral = false;
  bool nullable = true;
  std::vector<Condition> validations;
};

struct Local {
  Symbol name;
  SourceSpan span;
  lang::Expression value;
};

struct Output {
  Symbol name;
  SourceSpan span;
  lang::Expression value;
  std::string description;
  bool sensitive = false;
  bool ephemeral = false;
  std::vector<lang::Reference> depends_on;
  std::vector<Condition> preconditions;
};

// "aws" or "aws.west".
struct ProviderRef {
  Symbol local_name;
  Symbol alias;  // empty: the default configuration
  SourceSpan span;
  friend bool operator==(const ProviderRef& a, const ProviderRef& b) {
    return a.local_name == b.local_name && a.alias == b.alias;
  }
};

struct Lifecycle {
  bool create_before_destroy = false;
  bool prevent_destroy = false;
  SourceSpan prevent_destroy_span;
  bool ignore_all = false;
  std::vector<lang::Reference> ignore_changes;  // relative: root is the attribute
  std::vector<lang::Expression> replace_triggered_by;
  std::vector<Condition> preconditions;
  std::vector<Condition> postconditions;
};

struct Resource {
  ResourceMode mode = ResourceMode::Managed;
  Symbol type;
  Symbol name;
  SourceSpan span;       // the block's header
  SourceSpan type_span;  // the label that names the type
  std::optional<lang::Expression> count;
  std::optional<lang::Expression> for_each;
  std::optional<ProviderRef> provider;  // as written; absent: implied by the type
  std::vector<lang::Reference> depends_on;
  Lifecycle lifecycle;
  std::vector<Provisioner> provisioners;
  Body body;  // what the provider's schema judges, `dynamic` blocks included
};

struct ProviderConfig {
  ProviderRef ref;
  SourceSpan span;
  Body body;
};

struct RequiredProvider {
  Symbol local_name;
  std::string source;      // "hashicorp/aws"
  std::string constraint;  // as written
  SourceSpan span;
  std::vector<ProviderRef> aliases;  // configuration_aliases
};

struct ModuleCall {
  Symbol name;
  SourceSpan span;
  std::string source;
  SourceSpan source_span;
  std::optional<lang::Expression> count;
  std::optional<lang::Expression> for_each;
  std::vector<lang::Reference> depends_on;
  std::vector<std::pair<ProviderRef, ProviderRef>> providers;  // in the child → here
  std::vector<Argument> inputs;
};

struct Backend {
  std::string type;
  SourceSpan span;
  Body body;
};

// The content of one module folder; shared by all calls of it.
struct Module {
  std::string
      directory;  // as reached from the working directory: "." for the root, "./net", "../x"
  std::map<Symbol, Variable> variables;
  std::map<Symbol, Local> locals;
  std::map<Symbol, Output> outputs;
  std::vector<Resource> resources;  // managed and data, in order of file and line
  std::map<std::tuple<ResourceMode, Symbol, Symbol>, std::uint32_t> resource_numbers;  // of those
  std::map<Symbol, ModuleCall> calls;
  std::vector<ProviderConfig> providers;
  std::map<Symbol, RequiredProvider> required_providers;
  std::optional<Backend> backend;  // root only
  std::vector<Moved> moves;        // in order of file and line
  std::vector<Removed> removals;
  std::vector<Import> imports;  // root only
};

// A module as it is called: the tree of calls. Node 0 is the root; children come after their
// parents.
struct ModuleNode {
  std::shared_ptr<const Module> module;
  std::uint32_t parent = 0;
  const ModuleCall* call = nullptr;  // in the parent's module; null for the root
  std::vector<std::uint32_t> children;
  std::string path_text;  // "module.a.module.b" without keys; "" for the root
};

struct Config {
  std::string root_directory;
  std::vector<ModuleNode> nodes;
  const Module& root() const { return *nodes[0].module; }
  // The path of every file read with a digest of its text, in order: for plan files and for caches.
  std::vector<std::pair<std::string, std::string>> files;
};

struct LoadOptions {
  std::uint64_t file_bytes = 64ull << 20;
  std::size_t threads = 1;
};

// Reads the module in `directory` and all local modules that it calls. On errors the diagnostics
// say so; what could be read is returned for further checks, null where nothing could.
std::unique_ptr<Config> load_config(Env& env, const std::string& directory,
                                    const LoadOptions& options, Diagnostics& diagnostics);

// --- values of root variables
// ---------------------------------------------------------------------------------------------
struct VariableOptions {
  struct Setting {
    enum class Kind : std::uint8_t { Value, File } kind = Kind::Value;
    std::string text;  // "name=value", or a path
  };
  std::vector<Setting> command_line;       // -var and -var-file in the order given
  std::uint64_t file_bytes = 64ull << 20;  // no file of variables may be larger
  bool allow_missing = false;  // destroy and validate: a required variable without value is unknown
};

struct VariableValue {
  Value value;         // converted to the type, defaults applied, marks as declared
  SourceSpan span;     // where it was set; unknown span for environment variables
  std::string origin;  // "-var", "TF_VAR_x", "terraform.tfvars" …, "default"
};

// Values of the root module's variables with Terraform's precedence: defaults, TF_VAR_*,
// terraform.tfvars(.json|.yaml), *.auto.tfvars*, then the command line in order. Values live in
// `arena`. A required variable without a value is an error (E0164) that names the ways to set it.
// Validation blocks are the planner's (they may refer to other objects).
std::map<Symbol, VariableValue> variable_values(Env& env, const Config& config,
                                                const VariableOptions& options, Arena& arena,
                                                Diagnostics& diagnostics);

// One value for a variable: type conversion with defaults, nullability, marks. For module inputs
// too.
std::optional<Value> convert_to_variable(Arena& arena, const Variable& variable, const Value& value,
                                         SourceSpan span, Diagnostics& diagnostics);

}  // namespace tenon::config
