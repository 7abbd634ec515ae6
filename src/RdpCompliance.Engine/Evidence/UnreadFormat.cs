namespace RdpCompliance.Engine.Evidence;

/// <summary>A format that people have instead of one that is read.</summary>
/// <param name="Name">What a file of it is, to follow "is": "an event log as Windows keeps it".</param>
/// <param name="WayOut">A sentence with the command that gives the same in a format that is read.</param>
public sealed record UnreadFormat(string Name, string WayOut)
{
    /// <summary>
    /// Whether such a file always speaks of what is judged. A picture or a document may, and lies in every repository, so that it is told where it
    /// was named, and otherwise only on request.
    /// </summary>
    public bool IsEvidence { get; init; }

    public override string ToString() => $"{Name}, which is not read. {WayOut}";
}
