using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>What is known of the network around an interface: what service tags and application security groups mean there.</summary>
public sealed record NetworkSpace
{
    private static readonly AddressSet Special = AddressSet.Of(
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "168.63.129.16/32", "224.0.0.0/3",
    ]);

    private static readonly AddressSet Public = AddressSet.AllOfIPv4.Except(Special).Union(AddressSet.Of(["2000::/3"]));
    internal static AddressSet Private { get; } = AddressSet.Of(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]);
    private static readonly AddressSet Host = AddressSet.Of(["168.63.129.16"]);

    /// <summary>A network of which nothing is known.</summary>
    public static NetworkSpace Unknown { get; } = new();

    /// <summary>The prefixes of the virtual network, of its peers and of what is behind its gateway, as far as they are known.</summary>
    public AddressSet Prefixes { get; init; } = AddressSet.Empty;

    /// <summary>There is no gateway or peer whose prefixes are not known.</summary>
    public bool ArePrefixesComplete { get; init; }

    /// <summary>A route for 0.0.0.0/0 leads into the network, and the tag VirtualNetwork may take it in.</summary>
    public bool HasDefaultRoute { get; init; }

    /// <summary>The prefixes of service tags, by name; without them a tag may be any public address.</summary>
    public ImmutableDictionary<string, AddressSet> Tags { get; init; } =
        ImmutableDictionary<string, AddressSet>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);

    /// <summary>The private addresses of the members of application security groups, by id.</summary>
    public ImmutableDictionary<string, AddressSet> Groups { get; init; } =
        ImmutableDictionary<string, AddressSet>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);

    /// <summary>What "Internet" means: public addresses outside the network.</summary>
    public AddressSet Internet => Prefixes.IsEmpty ? Public : Public.Except(Prefixes);

    /// <summary>The addresses that a term of a rule means: '*', a tag, an address, a network or a range.</summary>
    public AddressBounds Resolve(string term) => Resolve(term.Trim(), AddressSet.TryParse(term));

    /// <param name="addresses">The term as addresses; <see langword="null"/> when it is none.</param>
    internal AddressBounds Resolve(string text, AddressSet? addresses)
    {
        if (IsEverything(text))
        {
            return AddressBounds.Exactly(text.Contains('/', StringComparison.Ordinal) ? AddressSet.AllOfIPv4 : AddressSet.All);
        }

        if (addresses is { } set)
        {
            return AddressBounds.Exactly(set);
        }

        return text.ToUpperInvariant() switch
        {
            "INTERNET" => AddressBounds.Exactly(Internet),
            "AZURELOADBALANCER" => AddressBounds.Exactly(Host),
            "VIRTUALNETWORK" => VirtualNetwork,
            _ when Tags.TryGetValue(text, out var known) => AddressBounds.Exactly(known),
            _ => IsTag(text) ? new(AddressSet.Empty, Internet) : AddressBounds.Anything,
        };
    }

    /// <summary>The private addresses of the members of an application security group.</summary>
    public AddressBounds OfGroup(string id) =>
        Groups.TryGetValue(id, out var members) ? AddressBounds.Exactly(members) : new(AddressSet.Empty, Private.Union(Prefixes));

    /// <summary>'*', "Any" and "0.0.0.0/0" are written for everything.</summary>
    public static bool IsEverything(string term) => term is "*" or "0.0.0.0/0" || term.Equals("Any", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it has the form of a service tag: "AzureCloud", "Storage.WestEurope".</summary>
    public static bool IsTag(string term) =>
        term is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', ..] && term.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    /// <summary>Whether it is a service tag whose addresses are not at hand: a small part of the Internet, and not known which.</summary>
    internal bool IsTagOfUnknownAddresses(string text) =>
        IsTag(text) && !Tags.ContainsKey(text) && text.ToUpperInvariant() is not ("ANY" or "INTERNET" or "AZURELOADBALANCER" or "VIRTUALNETWORK");

    private AddressBounds VirtualNetwork
    {
        get
        {
            var certain = Prefixes.Union(Host);
            return new(certain, HasDefaultRoute ? AddressSet.All : ArePrefixesComplete ? certain : certain.Union(Private));
        }
    }
}
