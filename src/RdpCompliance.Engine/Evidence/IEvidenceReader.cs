using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Evidence;

/// <summary>How sure a reader is that a source is its own. The most certain claim wins; two equal ones are a bug.</summary>
public enum Certainty
{
    /// <summary>The name says so and the content does not contradict: a damaged file of this format.</summary>
    ByName,

    /// <summary>The content has the shape.</summary>
    ByShape,

    /// <summary>The content carries the format's own signature.</summary>
    BySignature,
}

/// <summary>
/// A reader's claim on sources: those in <see cref="Consumed"/> are read with the primary one (logs of a hive, files of one backup) and by nobody else.
/// </summary>
public sealed record Claim(Source Primary, Certainty Certainty)
{
    public ImmutableArray<Source> Consumed { get; init; } = [];

    /// <summary>For sources of one machine, the folder that names it where nothing else does.</summary>
    public string Folder { get; init; } = Primary.Folder;
}

/// <summary>Of what the sources of a format speak. What concerns others is read before those whom it concerns are judged.</summary>
public enum ReaderScope
{
    /// <summary>Of a GPO, a directory, a connection; or one cannot say before the source is read.</summary>
    Several,

    /// <summary>Of one machine each: read when that machine is judged, and forgotten.</summary>
    Machine,

    /// <summary>Of one deployment each: read when it is judged, and forgotten.</summary>
    Deployment,

    /// <summary>Of Azure as it is: the files of one folder are read when they are judged together, and forgotten.</summary>
    State,
}

/// <summary>
/// What the scan wants: everything, or only the registry keys and spaces that the rules read, so that a large hive is navigated instead of read.
/// </summary>
public sealed record Demand
{
    public static Demand Everything { get; } = new();

    /// <summary>
    /// Patterns of keys below which values are wanted: '*' stands for one part, "**" as last part
    /// for everything below. "CurrentControlSet" stands for the control set in force.
    /// Empty = everything.
    /// </summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>
    /// Patterns of the values that rules read, "key!name" with <see cref="Keys"/>' wildcards; the name '*' stands for all of the key. Empty
    /// = all of <see cref="Keys"/>.
    /// </summary>
    public ImmutableArray<string> Values { get; init; } = [];

    public bool IsEverything => Keys.IsEmpty;

    /// <summary>
    /// How many statements of one source are judged: ten times what the fullest store of firewall rules or log holds that rules ask for. A
    /// few kilobytes of archive would otherwise become gigabytes of facts.
    /// </summary>
    public int MostStatements => IsEverything ? int.MaxValue : 100_000;

    /// <summary>Whether some rule can rest on the value.</summary>
    public bool Reads(Address.Registry value) => Values.IsEmpty || Values.Any(pattern =>
        pattern.LastIndexOf('!') is var bang and > 0
        && (pattern.AsSpan(bang + 1) is "*" || pattern.AsSpan(bang + 1).Equals(value.Name, StringComparison.OrdinalIgnoreCase))
        && KeyPattern.TryParse(pattern[..bang])?.Matches(value.Key) == true);
}

/// <summary>What a reader may use besides its claim.</summary>
public sealed record ReadContext(SourceTree Tree, Demand Demand, CancellationToken Cancellation)
{
    public DeploymentInputs Deployment { get; init; } = DeploymentInputs.None;

    /// <summary>A context for reading one source alone, whole.</summary>
    public static ReadContext Alone(Source source) => new(new SourceTree([source]), Demand.Everything, CancellationToken.None);
}

/// <summary>
/// Turns sources of one format into evidence; knows nothing about Remote Desktop. Never
/// throws on content: what a file says wrongly is a diagnostic at its place.
/// Instances hold no state; one instance reads many sources at once.
/// </summary>
public interface IEvidenceReader
{
    /// <summary>The format's name in reports and in <c>evidence</c>: "registry-pol", "reg-file" …</summary>
    string Format { get; }

    ReaderScope Scope => ReaderScope.Several;

    /// <summary>Looks at the head as well as the name: exports are renamed and zipped.</summary>
    /// <returns><see langword="null"/> when the source is not of this format.</returns>
    Claim? Claim(Source source, SourceHead head, SourceTree tree);

    SourceEvidence Read(Claim claim, ReadContext context);
}
