using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Where subnets send what leaves for the Internet, as their route tables say.</summary>
internal static class DefaultRoute
{
    /// <summary>The next hop of 0.0.0.0/0.</summary>
    public static (InternetRoute Route, Fact? Because) Of(ImmutableArray<Subject> subnets, IFactSource estate)
    {
        foreach (var table in subnets.Select(subnet => estate.Related(subnet, "route-table")).OfType<RelatedSubjects>())
        {
            if (table is not { Members: [var found, ..] })
            {
                if (table.Incomplete is { } elsewhere)
                {
                    return (InternetRoute.Unknown, elsewhere);
                }

                continue;
            }

            var routes = estate.Related(found, "routes");
            foreach (var route in routes?.Members ?? [])
            {
                var prefix = estate.FactOf(route, "address-prefix");
                var hop = estate.FactOf(route, "next-hop-type");
                if (!prefix.IsKnown || (prefix.Value?.ToString() == "0.0.0.0/0" && !hop.IsKnown))
                {
                    return (InternetRoute.Unknown, prefix.IsKnown ? hop : prefix);
                }

                if (prefix.Value?.ToString() == "0.0.0.0/0")
                {
                    return hop.Value?.ToString().ToUpperInvariant() switch
                    {
                        "INTERNET" => (InternetRoute.Direct, hop),
                        "VIRTUALNETWORKGATEWAY" => (InternetRoute.Gateway, hop),
                        _ => (InternetRoute.Elsewhere, hop),
                    };
                }
            }

            if (routes?.Incomplete is { } more)
            {
                return (InternetRoute.Unknown, more);
            }
        }

        return (InternetRoute.Direct, null);
    }
}
