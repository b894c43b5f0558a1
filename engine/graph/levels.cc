// The only user of Boost.Graph: a compressed sparse row graph, built once from sorted edges.
#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/topological_sort.hpp>
#include <iterator>

#include "engine/graph/graph.h"
#include "schema/base/text.h"

namespace tenon {

namespace {

using CsrGraph =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                       boost::no_property, std::uint32_t, std::uint32_t>;

// One cycle of a graph that has one: walk back along needs inside what no topological order can
// reach.
std::vector<std::uint32_t> find_cycle(
    std::uint32_t count, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& needs) {
  std::vector<std::vector<std::uint32_t>> out(count);
  std::vector<std::uint32_t> waiting(count, 0);
  std::vector<std::vector<std::uint32_t>> back(count);
  for (const auto& [from, to] : needs) {
    out[from].push_back(to);
    back[to].push_back(from);
    ++waiting[from];
  }
  std::vector<std::uint32_t> ready;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (waiting[i] == 0) ready.push_back(i);
  }
  std::vector<bool> done(count, false);
  while (!ready.empty()) {
    const std::uint32_t at = ready.back();
    ready.pop_back();
    done[at] = true;
    for (const std::uint32_t next : back[at]) {
      if (--waiting[next] == 0) ready.push_back(next);
    }
  }
  std::uint32_t at = 0;
  while (at < count && done[at]) ++at;
  if (at == count) return {};
  std::vector<std::uint32_t> path;
  std::vector<std::uint32_t> position(count, ~0u);
  while (position[at] == ~0u) {
    position[at] = static_cast<std::uint32_t>(path.size());
    path.push_back(at);
    at = *std::find_if(out[at].begin(), out[at].end(),
                       [&](std::uint32_t next) { return !done[next]; });
  }
  path.erase(path.begin(), path.begin() + position[at]);
  return path;
}

}  // namespace

std::vector<std::uint32_t> topological_levels(
    std::uint32_t count, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& needs,
    std::vector<std::uint32_t>* cycle) {
  std::vector<std::uint32_t> levels(count, 0);
  if (count == 0) return levels;
  const CsrGraph graph(boost::edges_are_unsorted_multi_pass, needs.begin(), needs.end(), count);
  std::vector<std::uint32_t> order;
  order.reserve(count);
  try {
    // Reverse topological: what is needed comes before who needs it.
    boost::topological_sort(graph, std::back_inserter(order));
  } catch (const boost::not_a_dag&) {
    if (cycle != nullptr) *cycle = find_cycle(count, needs);
    return {};
  }
  for (const std::uint32_t vertex : order) {
    std::uint32_t level = 0;
    const auto [begin, end] = boost::out_edges(vertex, graph);
    for (auto edge = begin; edge != end; ++edge)
      level = std::max(level, levels[boost::target(*edge, graph)] + 1);
    levels[vertex] = level;
  }
  return levels;
}

void assign_levels(Graph& graph, Diagnostics& diagnostics) {
  const auto count = static_cast<std::uint32_t>(graph.declarations.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> needs;
  for (std::uint32_t id = 0; id < count; ++id) {
    for (const DeclarationId need : graph.declarations[id].needs) needs.emplace_back(id, need);
  }
  std::vector<std::uint32_t> cycle;
  const std::vector<std::uint32_t> levels = topological_levels(count, needs, &cycle);
  if (levels.empty() && count > 0) {
    // Told from its first place in the files, whatever numbers its declarations have.
    const auto place = [&](std::uint32_t id) {
      const SourceSpan span = graph.declarations[id].span;
      return std::pair(span.known() ? resolve(span).file : std::string(), span.begin);
    };
    std::rotate(
        cycle.begin(),
        std::min_element(cycle.begin(), cycle.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return place(a) < place(b); }),
        cycle.end());
    std::vector<std::string> names;
    std::string places;
    for (const std::uint32_t id : cycle) {
      names.push_back(graph.declarations[id].address);
      places += "\n  " + graph.declarations[id].address + " at " +
                location_text(graph.declarations[id].span);
    }
    if (!names.empty()) names.push_back(names.front());
    diagnostics.error(
        "E0306", "Cycle",
        "These need each other, so none of them can come first: " + join(names, " -> ") +
            ". Break the circle by moving what two of them share into a third." + places,
        cycle.empty() ? SourceSpan{} : graph.declarations[cycle.front()].span);
    return;
  }
  for (std::uint32_t id = 0; id < count; ++id) {
    graph.declarations[id].level = levels[id];
    if (graph.levels.size() <= levels[id]) graph.levels.resize(levels[id] + 1);
    graph.levels[levels[id]].push_back(id);
  }
}

}  // namespace tenon
