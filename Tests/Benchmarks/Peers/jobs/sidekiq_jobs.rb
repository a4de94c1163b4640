# SPDX-License-Identifier: Apache-2.0
# Sidekiq with its defaults, but it logs warnings only: `ruby sidekiq_jobs.rb enqueue COUNT SLEEP`.

require "sidekiq"

Sidekiq.configure_server do |config|
  config.redis = { url: ENV["PEER_REDIS_URL"] }
  config.logger.level = Logger::WARN
end
Sidekiq.configure_client { |config| config.redis = { url: ENV["PEER_REDIS_URL"] } }
PROGRESS = File.open(ENV["PEER_PROGRESS"], File::WRONLY | File::APPEND | File::CREAT)

class Job
  include Sidekiq::Worker

  def perform(payload)
    seconds = payload["sleep"]
    return PROGRESS.syswrite(".") if seconds.zero?
    PROGRESS.syswrite("S #{payload["id"]} #{Process.pid}\n")
    sleep seconds
    PROGRESS.syswrite("E #{payload["id"]}\n")
  end
end

if ARGV[0] == "enqueue"
  (0...ARGV[1].to_i).each_slice(1000) do |numbers|
    payloads = numbers.map do |number|
      { "id" => number, "sleep" => ARGV[2].to_f, "user" => "user-#{number % 1000}", "tags" => %w[a b c],
        "pad" => "x" * 210 }
    end
    Sidekiq::Client.push_bulk("class" => Job, "args" => payloads.map { |payload| [payload] })
  end
end
