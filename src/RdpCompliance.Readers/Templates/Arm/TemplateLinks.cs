using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Arm;

/// <summary>
/// Which templates of a tree are deployed by others of it: those are judged as their callers deploy them. Templates that only deploy each other in a ring are entered at the
/// one whose name comes first.
/// </summary>
internal sealed class TemplateLinks
{
    private const long LongestSearched = 64L << 20;
    private const int PieceLength = 65_536;
    private readonly Dictionary<Source, ArmReading> _readings = [];
    private readonly HashSet<Source> _linked = [];

    /// <param name="read">Reads a template with its links.</param>
    public TemplateLinks(SourceTree tree, Func<Source, ArmReading> read)
    {
        foreach (var source in tree.Sources)
        {
            if (MayLink(source))
            {
                _readings.Add(source, read(source));
            }
        }

        foreach (var (caller, reading) in _readings)
        {
            foreach (var linked in reading.Linked)
            {
                var isRing = _readings.TryGetValue(linked, out var back) && back.Linked.Contains(caller);
                if (!ReferenceEquals(linked, caller) && !(isRing && string.CompareOrdinal(linked.Name, caller.Name) < 0))
                {
                    _linked.Add(linked);
                }
            }
        }
    }

    public bool IsLinked(Source source) => _linked.Contains(source);

    /// <returns><see langword="null"/> when the template has no links, and was not read for them.</returns>
    public ArmReading? Find(Source source) => _readings.GetValueOrDefault(source);

    /// <summary>Looks through the bytes in pieces, so that large files that are no templates are neither kept nor decoded.</summary>
    private static bool MayLink(Source source)
    {
        if (!source.FileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || source.Length is 0 or > LongestSearched)
        {
            return false;
        }

        var word = "templateLink"u8;
        var buffer = new byte[Math.Min(source.Length, PieceLength)];
        for (long offset = 0; offset < source.Length; offset += Math.Max(1, buffer.Length - word.Length))
        {
            var piece = buffer.AsSpan(0, source.Read(offset, buffer));
            var isFound = piece.IndexOf(word) >= 0;
            if (offset == 0 && (isFound || source.Length > piece.Length) && ArmTemplateReader.KindOf(piece) != TemplateKind.Template)
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
