#include "engine/plan/used.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace tenon {

namespace {

std::string without_keys(std::string_view address) {
  if (address.find('[') == std::string_view::npos) return std::string(address);
  const auto parsed = parse_instance_address(std::string(address), nullptr);
  return parsed ? parsed->declaration_text() : std::string(address);
}

}  // namespace

Used used_by(const Plan& plan) {
  std::set<std::string> seen;
  std::vector<std::string> open;
  std::string last;
  const auto add = [&](std::string_view dependencies) {
    // Instances of one resource mostly share one list.
    if (dependencies.empty() || dependencies == last) return;
    last = std::string(dependencies);
    for (const std::string& address : decode_dependencies(dependencies)) {
      std::string declaration = without_keys(address);
      if (seen.insert(declaration).second) open.push_back(std::move(declaration));
    }
  };
  for (const Change& change : plan.changes) add(change.dependencies);
  if (open.empty()) return {};
  std::unordered_map<std::string, std::vector<std::string_view>> needs;  // one for each list
  for (const RowView& row : plan.snapshot->rows()) {
    auto& lists = needs[without_keys(row.address)];
    if (!row.dependencies.empty() && (lists.empty() || lists.back() != row.dependencies))
      lists.push_back(row.dependencies);
  }
  while (!open.empty()) {
    const auto known = needs.find(open.back());
    open.pop_back();
    if (known == needs.end()) continue;
    for (const std::string_view list : known->second) add(list);
  }
  Used used;
  used.declarations.assign(seen.begin(), seen.end());
  used.addresses = instances_of(*plan.snapshot, used.declarations);
  return used;
}

std::vector<std::string> instances_of(const Snapshot& snapshot,
                                      const std::vector<std::string>& declarations) {
  std::vector<std::string> addresses;
  if (declarations.empty()) return addresses;
  for (const RowView& row : snapshot.rows()) {
    if (row.deposed_key.empty() &&
        std::binary_search(declarations.begin(), declarations.end(), without_keys(row.address)))
      addresses.emplace_back(row.address);
  }
  std::sort(addresses.begin(), addresses.end());
  return addresses;
}

}  // namespace tenon
