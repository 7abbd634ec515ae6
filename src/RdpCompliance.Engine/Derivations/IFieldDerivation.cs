using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations;

/// <summary>Computes fields of one kind that no source states as such. Instances hold no state.</summary>
internal interface IFieldDerivation
{
    /// <summary>A kind of <c>policies/subjects.yml</c>.</summary>
    string Kind { get; }

    /// <summary>Patterns of registry keys that it reads besides those of settings and kinds (<see cref="Evidence.Demand.Keys"/>).</summary>
    ImmutableArray<string> Keys { get; }

    /// <returns><see langword="null"/> when the field is none of its own.</returns>
    Fact? Derive(Subject subject, string field, IFactSource estate);

    /// <summary>As the other, for fields that depend on a parameter of the rule that reads them.</summary>
    /// <param name="argument"><see langword="null"/> for the usual value.</param>
    Fact? Derive(Subject subject, string field, FieldValue? argument, IFactSource estate) => Derive(subject, field, estate);
}
