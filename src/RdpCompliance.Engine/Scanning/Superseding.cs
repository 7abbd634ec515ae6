using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Where two rules judge one thing, the one that says so speaks: the same subject, or the same machine when the kinds differ.</summary>
internal static class Superseding
{
    /// <summary>Which rule speaks for those that are silenced.</summary>
    public static IEnumerable<(Judged Silenced, Finding By)> Silenced(IReadOnlyCollection<Judged> judged) =>
        from speaking in judged
        where speaking.Finding.Verdict == Verdict.Fail && !speaking.Finding.Rule.Supersedes.IsEmpty
        from other in judged
        where speaking.Finding.Rule.Supersedes.Contains(other.Finding.Rule.Id, StringComparer.Ordinal)
            && (speaking.Kind == other.Kind ? speaking.Id == other.Id : RootOf(speaking.Id) == RootOf(other.Id))
        select (other, speaking.Finding);

    /// <summary>What is left. Identities tell what is one thing, so that a finding never silences one about another thing that is called alike.</summary>
    public static IEnumerable<Judged> WithoutSuperseded(IReadOnlyCollection<Judged> judged)
    {
        var spoken = judged.Where(one => one.Finding.Verdict == Verdict.Fail)
            .SelectMany(one => one.Finding.Rule.Supersedes.Select(other => (Rule: other, one.Kind, one.Id)))
            .ToLookup(one => one.Rule, one => (one.Kind, one.Id), StringComparer.Ordinal);
        return spoken.Count == 0
            ? judged
            : judged.Where(one => !spoken[one.Finding.Rule.Id].Any(other => other.Kind == one.Kind ? other.Id == one.Id : RootOf(other.Id) == RootOf(one.Id)));
    }

    internal static SubjectId RootOf(SubjectId id)
    {
        var root = id;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root;
    }
}
