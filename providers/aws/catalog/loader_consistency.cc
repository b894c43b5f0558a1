#include <algorithm>
#include <cstdlib>

#include "providers/aws/catalog/loader.h"
#include "schema/base/text.h"

namespace tenon::aws {

bool Loader::is_attribute(const std::string& name) const {
  return std::any_of(made_->mapping.slots.begin(), made_->mapping.slots.end(),
                     [&](const SlotMapping& slot) { return slot.name == name; });
}

void Loader::names(const std::vector<std::string>& list, const std::string& where) {
  for (const std::string& name : list) {
    if (!is_attribute(name)) problem(where, "\"" + name + "\" is no attribute of the type");
  }
}

void Loader::check_input(const Template& with, const Operation* operation,
                         const std::string& where) {
  if (operation == nullptr) return;
  for (const std::string& name : with.member_names()) {
    if (operation->input == nullptr || operation->input->find(name) == nullptr)
      problem(where, "\"" + name + "\" is no member of the input of " + operation->name);
  }
}

const Shape* Loader::shape_of_answer(const ReadStep& step) {
  if (step.operation == nullptr || !step.through.empty()) return nullptr;
  std::vector<std::string> path;
  if (step.at) {
    std::string text = step.at->text();
    if (const auto list = text.find("[0]"); list != std::string::npos) text.erase(list, 3);
    if (text.find_first_of("[](){}|&!'`") != std::string::npos) return nullptr;
    path = split(text, '.');
  }
  const Shape* shape = shape_at(step.operation->output, path);
  while (shape != nullptr && shape->kind == ShapeKind::List) shape = shape->element.shape;
  return shape;
}

bool Loader::is_read(const SlotMapping& slot) const {
  if (!made_->hook.empty() || slot.from || slot.name == "id" || slot.name == "tags" ||
      slot.name == "tags_all")
    return true;
  for (const ReadStep& step : made_->read) {
    const Shape* shape = shape_of_answer(step);
    if (shape == nullptr) return true;
    if (!slot.member.empty() && shape_at(shape, slot.member) != nullptr) return true;
    if (member_like(shape, slot.name) != nullptr) return true;
  }
  return false;
}

void Loader::check() {
  if (!problems_.empty()) return;
  if (made_->mode == ResourceMode::Managed) {
    if (made_->read.empty()) problem("read", "is missing");
    for (const char* phase : {"create", "delete"}) {
      const bool on_create = std::string(phase) == "create";
      if (!on_create && flag(source_, "adopts")) continue;  // it was there before, and stays
      if (std::none_of(made_->steps.begin(), made_->steps.end(), [&](const Step& step) {
            return on_create ? step.on_create : step.on_remove;
          }))
        problem("steps", std::string("nothing is done on ") + phase);
    }
  }
  for (std::size_t i = 0; i < made_->steps.size(); ++i) {
    const Step& step = made_->steps[i];
    const std::string where = "steps[" + std::to_string(i) + "]";
    names(step.send, where + ".send");
    names(step.changed, where + ".changed");
    names(step.clear, where + ".clear");
    for (const auto& [member, attribute] : step.files) names({attribute}, where + ".files");
    for (const PatchPath& each : step.patch) names({each.attribute}, where + ".patch");
    if (!step.patch.empty() && (step.operation == nullptr || step.operation->input == nullptr ||
                                step.operation->input->find("patchOperations") == nullptr))
      problem(where + ".patch", "the operation takes no patchOperations");
    for (const auto& [name, value] : step.take) {
      if (name[0] != '_') names({name}, where + ".take");  // for later steps only
    }
    check_input(step.with, step.operation, where + ".with");
    if (step.kind == StepKind::Wait && !step.until && !step.until_absent)
      problem(where, "a wait needs until or until_absent");
  }
  for (std::size_t i = 0; i < made_->read.size(); ++i) {
    const ReadStep& step = made_->read[i];
    check_input(step.with, step.operation, "read[" + std::to_string(i) + "].with");
    if (step.bulk)
      check_input(step.bulk->with, step.bulk->operation,
                  "read[" + std::to_string(i) + "].bulk.with");
  }
  check_input(made_->recovery.with, made_->recovery.operation, "recovery.with");
  for (const auto& [name, value] : made_->from_id) names({name}, "import");
  for (const SlotMapping& slot : made_->mapping.slots) {
    names(slot.changes_with, slot.name + ".changes_with");
    if (!slot.unread() && slot.unsupported.empty() && !is_read(slot))
      problem("attributes." + slot.name,
              "no read step tells it: say where it is (from:), or that it is local:, or why it "
              "is not_read:");
  }
}

}  // namespace tenon::aws
