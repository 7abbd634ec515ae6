using System.Collections.Immutable;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Policies;

/// <summary>The world that conditions read.</summary>
internal interface IFactSource
{
    /// <param name="argument">The rule's parameter on which the field depends; <see langword="null"/> when it depends on none.</param>
    Fact FactOf(Subject subject, string field, FieldValue? argument);

    /// <returns><see langword="null"/> when the kind has no such relation.</returns>
    RelatedSubjects? Related(Subject subject, string relation);
}

/// <summary>Members of a relation.</summary>
/// <param name="Incomplete">Why there may be more members than these; <see langword="null"/> when these are all.</param>
internal sealed record RelatedSubjects(ImmutableArray<Subject> Members, Fact? Incomplete);
