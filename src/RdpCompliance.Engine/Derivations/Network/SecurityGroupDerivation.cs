using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>What a network security group as a whole lets in from the Internet.</summary>
internal sealed class SecurityGroupDerivation : IFieldDerivation
{
    public string Kind => AzureKinds.SecurityGroup;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => Derive(subject, field, null, estate);

    /// <summary>The most that one of its rules lets in; a group whose rules are not all known is at best not known.</summary>
    public Fact? Derive(Subject subject, string field, FieldValue? argument, IFactSource estate)
    {
        if (field != "internet-exposure")
        {
            return null;
        }

        var related = estate.Related(subject, "rules");
        var facts = (related?.Members ?? []).Select(rule => estate.FactOf(rule, field, argument)).ToImmutableArray();
        return Of("exposed")
            ?? facts.FirstOrDefault(fact => !fact.IsKnown)
            ?? related?.Incomplete
            ?? Of("restricted")
            ?? Fact.Known(new FieldValue.Text("none")) with
            {
                Grounds = [Ground.Thing(subject.Place)],
                Because = $"no rule of {subject.Name} lets the Internet in",
            };

        Fact? Of(string exposure) => facts.FirstOrDefault(fact => fact.Value?.ToString() == exposure);
    }
}
