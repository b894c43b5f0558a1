// The loader of one declaration: what load_declaration() is made of, in three parts (attributes,
// operations, consistency) over the words of the language. Private to the catalogue. Owner: borrows
// the source, the models and the list of problems for one load. Threads: one load is one thread's.
// Errors: problems, each with where it stands in the declaration; a load goes on after one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "providers/aws/catalog/declaration.h"

namespace tenon::aws {

// One text, a list of texts, or nothing.
std::vector<std::string> texts_of(const Node* node);

// The member of a structure that an attribute's name means.
const Member* member_like(const Shape* shape, std::string_view name);

// What stands at a dotted path below `shape`; nullptr where it leads nowhere. Below a map of
// strings anything leads to its value.
const Shape* shape_at(const Shape* shape, const std::vector<std::string>& path);

class Loader {
 public:
  using Problems = std::vector<DeclarationProblem>;

  Loader(const Node& source, const ModelSource& models, Problems& problems)
      : source_(source), models_(models), problems_(problems), made_(new Declaration) {}
  // nullptr where there are problems.
  std::unique_ptr<Declaration> load();

 private:
  // Words (loader.cc).
  void problem(std::string where, std::string what);
  void known(const Node& node, const std::string& where, const std::vector<std::string>& words);
  static std::string text(const Node& node, std::string_view name);
  static bool flag(const Node& node, std::string_view name);
  static int number(const Node& node, std::string_view name, int otherwise);
  std::shared_ptr<const ServiceModel> model(const std::string& service, const std::string& where);
  Template compile_template(const Node& source, const std::string& where);
  PathExpression expression(const std::string& source, const std::string& where);
  std::optional<PathExpression> optional_expression(const Node& node, std::string_view name,
                                                    const std::string& where);
  std::vector<std::pair<std::string, PathExpression>> takes(const Node& node,
                                                            const std::string& where);
  // "Operation" of the type's service, or of the one that `service:` names.
  const Operation* operation(const Node& node, const std::string& where, std::string& service,
                             std::shared_ptr<const ServiceModel>& of, std::string_view word);

  // Attributes and blocks (loader_attributes.cc).
  // Inputs of the calls that send attributes by name: where names are looked up.
  void collect_inputs();
  void load_schema();
  // Slots of the mapping in the order of the schema's.
  static void sort_like(const BlockSchema& schema, BlockMapping& mapping);
  static void load_causes(const Node& source, SlotMapping& slot);
  void load_block(const Node& source, const std::string& where,
                  const std::vector<const Shape*>& shapes, BlockMapping& mapping, Node& schema);
  // "Attributes.Policy", or the member that has the attribute's name.
  void find_member(const Node& source, const std::string& where,
                   const std::vector<const Shape*>& shapes, SlotMapping& slot);
  static Normal normal_of(const std::string& word, bool& ok);
  Node attribute(const std::string& name, const Node& source, const std::string& where,
                 const std::vector<const Shape*>& shapes, BlockMapping& mapping);
  Node nested(const std::string& name, const Node& source, const std::string& where,
              const std::vector<const Shape*>& shapes, BlockMapping& mapping);

  // Blocks that Terraform's schema has as an attribute: list(object) or set(object).
  Node attribute_of_objects(const Node& source, const std::string& where, const Node& block);

  // Steps, reads, recovery, rules (loader_operations.cc).
  std::string hook_of(const Node& source, const std::string& word, const std::string& where);
  void load_tags();
  void load_steps();
  void load_hook();
  Over load_over(const Node& source, const std::string& where);
  void load_patch(const Node& source, const std::string& where, Step& step);
  void load_reads();
  BulkRead tagging_read(const std::string& arn, const std::string& where);
  void load_recovery();
  bool makes_with_token() const;
  void load_rules();

  // What the parts say about each other (loader_consistency.cc).
  bool is_attribute(const std::string& name) const;
  void names(const std::vector<std::string>& list, const std::string& where);
  void check_input(const Template& with, const Operation* operation, const std::string& where);
  // The shape that a read step's `at` leads to; nullptr where it cannot be followed.
  static const Shape* shape_of_answer(const ReadStep& step);
  // Whether any read step's answer holds the attribute, at its member or under its own name.
  bool is_read(const SlotMapping& slot) const;
  void check();

  const Node& source_;
  const ModelSource& models_;
  Problems& problems_;
  std::unique_ptr<Declaration> made_;
  std::vector<const Shape*> inputs_;
};

}  // namespace tenon::aws
