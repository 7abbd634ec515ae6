using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Deployments;

namespace RdpCompliance.Readers.Templates.Arm;

/// <summary>
/// Which templates of a tree are deployed by others of it: those are judged as their callers
/// deploy them. Templates that only deploy each other in a ring are entered at the
/// one whose name comes first.
/// </summary>
internal sealed class TemplateLinks
{
    private const long LongestSearched = 64L << 20;
    private const int PieceLength = 65_536;
    private readonly Dictionary<Source, ArmReading> _readings = [];
    private readonly IReadOnlySet<Source> _linked;

    /// <param name="read">Reads a template with its links.</param>
    public TemplateLinks(SourceTree tree, Func<Source, ArmReading> read)
    {
        var calls = new CallGraph();
        var reached = new HashSet<Source>();
        foreach (var source in tree.Sources)
        {
            // What another one deploys was read there, with its links.
            if (reached.Contains(source) || !MayLink(source))
            {
                continue;
            }

            var reading = read(source);
            _readings.Add(source, reading);
            foreach (var (caller, called) in reading.Links)
            {
                calls.Add(caller, called);
                reached.Add(called);
            }
        }

        _linked = calls.Called();
    }

    public bool IsLinked(Source source) => _linked.Contains(source);

    /// <returns><see langword="null"/> when the template was not read for its links.</returns>
    public ArmReading? Find(Source source) => _readings.GetValueOrDefault(source);

    /// <summary>Looks through the bytes in pieces, so that large files that are no templates are neither kept nor decoded.</summary>
    private static bool MayLink(Source source)
    {
        if (!ParameterFile.IsJson(source.FileName) || source.Length is 0 or > LongestSearched)
        {
            return false;
        }

        var word = "templateLink"u8;
        var buffer = new byte[Math.Min(source.Length, PieceLength)];
        for (long offset = 0; offset < source.Length; offset += Math.Max(1, buffer.Length - word.Length))
        {
            var piece = buffer.AsSpan(0, source.Read(offset, buffer));
            var isFound = piece.IndexOf(word) >= 0;
            if (offset == 0 && (isFound || source.Length > piece.Length) && ArmTemplateReader.KindOf(source) != TemplateKind.Template)
            {
                return false;
            }

            if (isFound)
            {
                return true;
            }
        }

        return false;
    }
}
