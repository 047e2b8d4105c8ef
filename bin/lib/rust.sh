# Rust, and its WASM target, also where rustup can fetch nothing.
# shellcheck shell=bash

WASM_TARGET=wasm32-unknown-unknown

need_rust() {
  local wanted found
  wanted=$(rust_wanted)
  found=$(rust_version "${RUSTC:-rustc}")
  at_least "$wanted" "$found" && return
  say "Rust $wanted or newer is missing (found ${found:-none}): trying Debian's"
  find_debian_rust || die "Rust $wanted or newer is missing, for everything: run: rustup update stable (or https://rustup.rs)"
  export CARGO=$DEBIAN_CARGO RUSTC=$DEBIAN_RUSTC
}

rust_wanted() {
  sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml
}

rust_version() {
  { "$1" --version 2>/dev/null || true; } | cut -d' ' -f2
}

# ROSTER_WASM_TOOLCHAIN=debian tries the way of machines where rustup can fetch nothing.
need_wasm_target() {
  if [[ ${ROSTER_WASM_TOOLCHAIN:-} != debian ]]; then
    has_wasm_target && return
    if have rustup && [[ -z ${RUSTC:-} ]]; then
      say "Adding Rust's WASM target"
      if timeout 300 rustup target add "$WASM_TARGET" >/dev/null 2>&1 && has_wasm_target; then
        return
      fi
    fi
    say "rustup cannot add Rust's WASM target: building it with Debian's Rust"
  fi
  use_debian_wasm
}

has_wasm_target() {
  compgen -G "$("${RUSTC:-rustc}" --print sysroot)/lib/rustlib/$WASM_TARGET/lib/libstd-*.rlib" >/dev/null
}

# Debian has no compiled standard library for WASM, but all that is needed to compile it. It goes into a system
# root of its own beside the build, so that no file of Debian's is touched.
use_debian_wasm() {
  find_debian_rust ||
    die "Rust's WASM target is missing, for the pages' scripts: run: rustup target add $WASM_TARGET"
  local linker=wasm-ld-$DEBIAN_LLVM sysroot
  have "$linker" || apt_install "linking WASM" "lld-$DEBIAN_LLVM"
  sysroot=$FRONT/wasm-sysroot-$(rust_version "$DEBIAN_RUSTC")
  [[ -d $sysroot ]] || build_wasm_std "$sysroot" "$linker"

  export WASM_CARGO=$DEBIAN_CARGO WASM_RUSTC=$DEBIAN_RUSTC
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot $sysroot"
}

# Finds a new enough Rust among Debian's or Ubuntu's packages: rustc-web (kept current for browsers), rustc, or
# one with a version in its name. Sets DEBIAN_CARGO, DEBIAN_RUSTC, DEBIAN_LLVM.
find_debian_rust() {
  have apt-cache || return 1
  local suffix
  suffix=$(debian_rust_suffix) || { as_root apt-get update -qq && suffix=$(debian_rust_suffix); } || return 1
  [[ -d $(debian_file "rust$suffix-src" '/rustlib/src/rust$') ]] ||
    apt_install "compiling for WASM" "rustc$suffix" "cargo$suffix" "rust$suffix-src"
  DEBIAN_RUSTC=$(debian_file "rustc$suffix" '/bin/rustc[^/]*$')
  DEBIAN_CARGO=$(debian_file "cargo$suffix" '/bin/cargo[^/]*$')
  DEBIAN_LLVM=$("$DEBIAN_RUSTC" -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
}

debian_rust_suffix() {
  local wanted package version
  wanted=$(rust_wanted)
  for package in rustc-web rustc $(apt-cache pkgnames rustc- | grep -E '^rustc-[0-9.]+$' | sort -rV); do
    version=$(apt-cache policy "$package" | sed -n 's/^ *Candidate: \([0-9.]*\).*/\1/p')
    if at_least "$wanted" "${version:-0}"; then
      printf '%s\n' "${package#rustc}"
      return
    fi
  done
  return 1
}

# The file of an installed package whose path matches, nothing when the package is not there.
debian_file() {
  { dpkg -L "$1" 2>/dev/null || true; } | grep -E "$2" | head -n 1
}

build_wasm_std() {
  local sysroot=$1 linker=$2 making lib
  say "Compiling Rust's standard library for WASM, once"
  making=$(mktemp -d)
  mkdir "$making/src"
  : >"$making/src/lib.rs"
  printf '%s\n' '[package]' 'name = "empty"' 'edition = "2024"' '[lib]' 'crate-type = ["cdylib"]' '[workspace]' >"$making/Cargo.toml"
  # Link-time optimisation of the frontend needs the bitcode.
  (cd "$making" && RUSTC_BOOTSTRAP=1 RUSTC=$DEBIAN_RUSTC RUSTFLAGS="-C embed-bitcode=yes" \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker CARGO_TARGET_DIR=$making/target \
    quietly "$DEBIAN_CARGO" build --release --target "$WASM_TARGET" -Zbuild-std=std,panic_abort) ||
    die "Rust's standard library does not compile for WASM, for the pages' scripts: see above, or run: rustup target add $WASM_TARGET"

  rm -rf "$sysroot.making"
  lib=$sysroot.making/lib/rustlib/$WASM_TARGET/lib
  mkdir -p "$lib"
  cp "$making/target/$WASM_TARGET"/release/deps/*.rlib "$lib"
  mv "$sysroot.making" "$sysroot"
  rm -rf "$making"
}
