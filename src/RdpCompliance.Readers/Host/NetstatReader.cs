using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// The text of <c>netstat -ano</c>. Headings and states are localised, so only columns count: protocol,
/// local and foreign end point, process id. A TCP row without a foreign port listens.
/// </summary>
public sealed class NetstatReader : IEvidenceReader
{
    private const int LookedAt = 4096;
    /// <summary>Every Windows listens there (RPC endpoint mapper): a list without it was filtered.</summary>
    private const int AlwaysListening = 135;
    private static readonly char[] Blanks = [' ', '\t'];
    private static readonly DiagnosticDescriptor NoEndPoint =
        new("RDP0170", DiagnosticEffect.Damage, "'{0}' is no end point; a numeric address with ':' and a port was expected (netstat -ano).");

    public string Format => "netstat";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        if (head.Bytes.IndexOf((byte)'P') < 0 && head.Bytes.IndexOf((byte)'p') < 0)
        {
            return null;
        }

        var text = SourceText.Decode(head.Bytes[..Math.Min(head.Bytes.Length, LookedAt)]);
        var (rows, others) = (0, 0);
        for (var number = 1; number <= text.LineCount; number++)
        {
            var columns = Columns(text.Value, text.LineSpan(number));
            if (IsRow(text.Value, columns) && EndPoint(text.Value, columns[1]) is not null)
            {
                rows++;
            }
            else if (columns.Length > 0)
            {
                others++;
            }
        }

        // A heading of three lines, and with -b up to two lines of component and program below each row.
        return rows > 0 && others <= 3 + (2 * rows) ? new(source, Certainty.ByShape) : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var text = source.Text;
        var items = ImmutableArray.CreateBuilder<Item>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var hasHeading = false;
        for (var number = 1; number <= text.LineCount; number++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var line = text.LineSpan(number);
            var columns = Columns(text.Value, line);
            if (!IsRow(text.Value, columns))
            {
                hasHeading |= items.Count == 0 && columns.Length > 0;
                continue;
            }

            if (EndPoint(text.Value, columns[1]) is not { } local)
            {
                diagnostics.Add(new(NoEndPoint, Location.InText(source, columns[1]), text.Cut(columns[1])));
                continue;
            }

            items.Add(Socket(source, columns, local));
        }

        var isWhole = hasHeading && diagnostics.Count == 0 && IsWhole(items);
        return new(source, Format, new Origin.Host(null, source.Folder))
        {
            Items = items.DrainToImmutable(),
            Coverage = isWhole ? [new Coverage.Space(SocketFields.Space)] : [],
            Diagnostics = diagnostics.DrainToImmutable(),
        };
    }

    /// <summary>
    /// The command is not in the text, so the list itself must show that it is whole: a heading (a filter such
    /// as find drops it), rows of both protocols (-p drops one), and the port on which every
    /// Windows listens.
    /// </summary>
    private static bool IsWhole(ImmutableArray<Item>.Builder items) =>
        items.Any(item => item.Find(SocketFields.State) is null)
        && items.Any(item =>
            item.Find(SocketFields.State)?.Value is SettingValue.Text(SocketFields.Listen)
            && item.Find(SocketFields.LocalPort)?.Value is SettingValue.Number(AlwaysListening));

    private static Item Socket(Source source, ImmutableArray<TextSpan> columns, EndPointText local)
    {
        var text = source.Text;
        var protocol = text.Value[columns[0].Start] is 'T' or 't' ? "tcp" : "udp";
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        fields.Add(new(SocketFields.Protocol, new SettingValue.Text(protocol), Location.InText(source, columns[0])));
        fields.Add(new(SocketFields.LocalAddress, new SettingValue.Text(local.Address), Location.InText(source, local.AddressSpan)));
        fields.Add(new(SocketFields.LocalPort, new SettingValue.Number(local.Port), Location.InText(source, local.PortSpan)));
        if (protocol == "tcp" && EndPoint(text.Value, columns[2]) is { } remote)
        {
            var state = remote.Port == 0 ? SocketFields.Listen : SocketFields.Other;
            if (remote.Port != 0)
            {
                fields.Add(new(SocketFields.RemoteAddress, new SettingValue.Text(remote.Address), Location.InText(source, remote.AddressSpan)));
                fields.Add(new(SocketFields.RemotePort, new SettingValue.Number(remote.Port), Location.InText(source, remote.PortSpan)));
            }

            fields.Add(new(SocketFields.State, new SettingValue.Text(state), Location.InText(source, columns[2])));
        }

        // The state is one or more words, or missing (UDP); whatever follows the process id (-t) is of no interest.
        foreach (var column in columns.Skip(3))
        {
            if (long.TryParse(text.Value.AsSpan(column.Start, column.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var process))
            {
                fields.Add(new(SocketFields.Process, new SettingValue.Number(process), Location.InText(source, column)));
                break;
            }
        }

        var place = Location.InText(source, TextSpan.FromBounds(columns[0].Start, columns[^1].End));
        var socket = new Item(SocketFields.Space, "", fields.DrainToImmutable(), place);
        return socket with { Name = SocketFields.NameOf(socket) };
    }

    private static bool IsRow(string text, ImmutableArray<TextSpan> columns) =>
        columns.Length >= 3 && text.AsSpan(columns[0].Start, columns[0].Length) is var protocol
        && (protocol.Equals("TCP", StringComparison.OrdinalIgnoreCase) || protocol.Equals("UDP", StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<TextSpan> Columns(string text, TextSpan line)
    {
        var columns = ImmutableArray.CreateBuilder<TextSpan>();
        for (var at = line.Start; at < line.End;)
        {
            var start = at + text.AsSpan(at, line.End - at).IndexOfAnyExcept(Blanks);
            if (start < at)
            {
                break;
            }

            var length = text.AsSpan(start, line.End - start).IndexOfAny(Blanks);
            var column = length < 0 ? TextSpan.FromBounds(start, line.End) : new TextSpan(start, length);
            columns.Add(column);
            at = column.End;
        }

        return columns.DrainToImmutable();
    }

    private static EndPointText? EndPoint(string text, TextSpan span)
    {
        var found = text.AsSpan(span.Start, span.Length);
        var colon = found.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(found[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        var (from, to) = found[0] == '[' && found[colon - 1] == ']' ? (1, colon - 1) : (0, colon);
        return to > from && IPAddress.TryParse(found[from..to], out _)
            ? new(found[from..to].ToString(), new(span.Start + from, to - from), port, TextSpan.FromBounds(span.Start + colon + 1, span.End))
            : null;
    }

    private sealed record EndPointText(string Address, TextSpan AddressSpan, int Port, TextSpan PortSpan);
}
