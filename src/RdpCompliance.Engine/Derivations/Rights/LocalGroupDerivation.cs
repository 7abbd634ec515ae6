using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Rights;

/// <summary>Which members of a local group every user is in.</summary>
internal sealed class LocalGroupDerivation : IFieldDerivation
{
    private static readonly ImmutableDictionary<string, string> Everybody = ImmutableDictionary<string, string>.Empty
        .WithComparers(StringComparer.OrdinalIgnoreCase)
        .Add("S-1-1-0", "Everyone")
        .Add("S-1-5-4", "Interactive")
        .Add("S-1-5-11", "Authenticated Users")
        .Add("S-1-5-32-545", "Users");

    public string Kind => "local-group";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate)
    {
        if (field != "everybody")
        {
            return null;
        }

        var members = estate.FactOf(subject, "members");
        if (!members.IsKnown)
        {
            return members;
        }

        var named = (members.Value is FieldValue.List list ? list.Values.Select(value => value.ToString().TrimStart('*')) : [])
            .Where(sid => NameOf(sid) is not null).Select(sid => (FieldValue)new FieldValue.Text($"{NameOf(sid)} ({sid})")).ToImmutableArray();
        var found = named.IsEmpty ? Fact.Absent() : Fact.Known(new FieldValue.List(named));
        return found with { Grounds = members.Grounds, Because = members.Because, Layer = members.Layer, Unless = members.Unless };
    }

    private static string? NameOf(string sid) => Everybody.GetValueOrDefault(sid)
        ?? (sid.StartsWith("S-1-5-21-", StringComparison.OrdinalIgnoreCase) && sid.EndsWith("-513", StringComparison.Ordinal) ? "Domain Users" : null);
}
