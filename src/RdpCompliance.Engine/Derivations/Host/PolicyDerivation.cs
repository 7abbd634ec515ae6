using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Host;

/// <summary>
/// Whether the machine is the one that a GPO by itself would make. What such a GPO breaks depends on which Windows it reaches: nobody knows that,
/// and it is no reason to keep still about what it does to those machines that it harms.
/// </summary>
internal sealed class PolicyDerivation : IFieldDerivation
{
    public string Kind => SubjectKind.Machine;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) =>
        field == "of-gpo" ? Fact.Known(new FieldValue.Flag(subject.Mode == JudgementMode.Stated)) : null;
}
