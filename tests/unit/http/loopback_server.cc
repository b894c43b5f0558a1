#include "tests/unit/http/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "schema/base/check.h"

namespace tenon {

namespace {

int bound_socket(int& port) {
  const int made = ::socket(AF_INET, SOCK_STREAM, 0);
  CHECK(made >= 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr* plain = static_cast<sockaddr*>(static_cast<void*>(&address));
  socklen_t size = sizeof(address);
  CHECK(::bind(made, plain, size) == 0);
  CHECK(::getsockname(made, plain, &size) == 0);
  port = ntohs(address.sin_port);
  return made;
}

bool readable(int socket, const std::atomic<bool>& stopping) {
  while (!stopping) {
    pollfd waiting{socket, POLLIN, 0};
    if (::poll(&waiting, 1, 5) > 0) return true;
  }
  return false;
}

std::size_t body_length(const std::string& head) {
  for (const char* name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const auto at = head.find(name);
    if (at != std::string::npos)
      return static_cast<std::size_t>(std::atol(head.c_str() + at + std::string(name).size()));
  }
  return 0;
}

}  // namespace

int closed_port() {
  int port = 0;
  ::close(bound_socket(port));
  return port;
}

LoopbackServer::LoopbackServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
  listener_ = bound_socket(port_);
  CHECK(::listen(listener_, 64) == 0);
  thread_ = std::thread([this] { serve(); });
}

LoopbackServer::~LoopbackServer() {
  stopping_ = true;
  thread_.join();
  for (std::thread& each : conversations_) each.join();
  ::close(listener_);
}

std::vector<std::string> LoopbackServer::requests() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_;
}

void LoopbackServer::serve() {
  while (readable(listener_, stopping_)) {
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0) return;
    ++connections_;
    conversations_.emplace_back([this, socket] {
      converse(socket);
      ::close(socket);
    });
  }
}

void LoopbackServer::converse(int socket) {
  std::string held;
  while (readable(socket, stopping_)) {
    char buffer[4096];
    const auto got = ::recv(socket, buffer, sizeof(buffer), 0);
    if (got <= 0) return;
    held.append(buffer, static_cast<std::size_t>(got));
    const auto head_end = held.find("\r\n\r\n");
    if (head_end == std::string::npos) continue;
    const std::size_t whole = head_end + 4 + body_length(held.substr(0, head_end));
    if (held.size() < whole) continue;
    std::string answer;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      requests_.push_back(held.substr(0, whole));
      answer = answers_[std::min(requests_.size(), answers_.size()) - 1];
    }
    held.erase(0, whole);
    if (answer == kGone) ::shutdown(listener_, SHUT_RDWR);
    if (answer.empty() || answer == kGone) return;
    if (answer == kSilence) continue;
    std::size_t sent = 0;
    while (sent < answer.size()) {
      const auto wrote = ::send(socket, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
      if (wrote <= 0) return;
      sent += static_cast<std::size_t>(wrote);
    }
    if (answer.find("Connection: close") != std::string::npos) return;
  }
}

}  // namespace tenon
