using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Subjects;

/// <summary>The world that conditions and derivations read: the subjects of one realm with their facts and relations.</summary>
internal interface IFactSource
{
    /// <summary>The clock of the scan.</summary>
    DateTimeOffset AsOf { get; }

    /// <summary>From where the user says that Remote Desktop shall be reachable; empty = nothing is said.</summary>
    ImmutableArray<string> ReachableFrom { get; }

    /// <summary>Whether somebody means to reach every machine, although he does not say from where.</summary>
    bool IsMeantToBeReached { get; }

    ImmutableArray<Subject> OfKind(string kind);

    /// <param name="argument">The rule's parameter on which the field depends; <see langword="null"/> when it depends on none.</param>
    Fact FactOf(Subject subject, string field, FieldValue? argument);

    /// <summary>The fact behind a field or a setting of the subject's own kind, computed once.</summary>
    Fact FactOf(Subject subject, string field) => FactOf(subject, field, null);

    /// <returns><see langword="null"/> when the kind has no such relation.</returns>
    RelatedSubjects? Related(Subject subject, string relation);
}

/// <summary>Members of a relation.</summary>
/// <param name="Incomplete">Why there may be more members than these; <see langword="null"/> when these are all.</param>
internal sealed record RelatedSubjects(ImmutableArray<Subject> Members, Fact? Incomplete);
