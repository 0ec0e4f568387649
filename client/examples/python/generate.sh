#!/usr/bin/env bash
# Generates the Python stubs of Grove's API from its .proto files, and nothing else.
#   generate.sh [OUTPUT]     OUTPUT defaults to ./build beside this script
# Needs protoc with its Python plugin. Debian: apt-get install protobuf-compiler protobuf-compiler-grpc libprotobuf-dev
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
output="${1:-$here/build}"

# In a source checkout the protos lie in the module api; the distribution brings them along.
protos=""
for candidate in "$here/../../../api/src/main/proto" "$here/../../proto"; do
  if [[ -d "$candidate/grove/v1" ]]; then
    protos="$candidate"
    break
  fi
done
if [[ -z "$protos" ]]; then
  echo "generate.sh: found no .proto files near $here" >&2
  exit 2
fi

plugin="$(command -v grpc_python_plugin || true)"
if [[ -z "$plugin" ]] || ! command -v protoc >/dev/null; then
  echo "generate.sh: needs protoc and grpc_python_plugin" >&2
  echo "(Debian: protobuf-compiler protobuf-compiler-grpc libprotobuf-dev)" >&2
  exit 2
fi

mkdir -p "$output"
protoc --proto_path="$protos" --plugin=protoc-gen-grpc_python="$plugin" \
  --python_out="$output" --grpc_python_out="$output" "$protos"/grove/v1/*.proto
