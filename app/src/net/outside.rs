//! A name in, the public addresses that it leads to out: what feeds and redirections name must not lead into this machine
//! or the network around it.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Names lead to public addresses, or nowhere.
#[derive(Debug, Default)]
pub(super) struct Outside(DefaultResolver);

/// A name that leads to no public address.
#[derive(Debug)]
struct Private;

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it leads into a private network; only addresses that you name yourself may")
    }
}

impl std::error::Error for Private {}

/// Whether a request failed for that reason.
pub(super) fn is_private(error: &Error) -> bool {
    matches!(error, Error::Io(error) if error.get_ref().is_some_and(|cause| cause.is::<Private>()))
}

impl Resolver for Outside {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut public = self.empty();
        for address in self.0.resolve(uri, config, timeout)?.iter().filter(|address| is_public(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() { Err(Error::Io(io::Error::other(Private))) } else { Ok(public) }
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_public_four(four),
        IpAddr::V6(six) => match within(six) {
            Some(four) => is_public_four(four),
            // What is given out to the world begins with 001.
            None => six.segments()[0] >> 13 == 1,
        },
    }
}

fn is_public_four(four: Ipv4Addr) -> bool {
    let [first, second, ..] = four.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    !(four.is_loopback() || four.is_private() || four.is_link_local() || is_shared || first == 0 || first >= 224)
}

/// The older address that a newer one stands for: mapped, translated, or tunnelled.
fn within(six: Ipv6Addr) -> Option<Ipv4Addr> {
    let four = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match six.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            Some(four(high, low))
        }
        _ => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::is_public;

    #[test]
    fn only_addresses_of_the_world_are_public() {
        let public = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"];
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
        ];
        for (addresses, expected) in [(&public[..], true), (&private[..], false)] {
            for address in addresses {
                assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
            }
        }
    }
}
