using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Reports.Pages;

/// <summary>What is known of one number or of the two of a dialogue, which causes the pack ties to them, and what the web only says.</summary>
public static class CodePage
{
    /// <returns><see langword="null"/> when no list has any of the numbers.</returns>
    public static string? Of(ErrorPair asked, CodeCatalogue codes, Pack pack) =>
        asked.Extended is { } extended ? OfPair(asked.Code, extended, codes, pack) : OfNumber(asked.Code, codes, pack);

    /// <summary>What is known by a name, such as "ERRINFO_LICENSE_NO_LICENSE"; <see langword="null"/> when no list has it.</summary>
    public static string? Of(string name, CodeCatalogue codes)
    {
        var found = codes.Named(name).ToList();
        if (found.Count == 0)
        {
            return null;
        }

        var page = new StringBuilder($"# {name}\n\n");
        found.ForEach(one => AppendEntry(page, one.List, one.Code, one.Code.Number, null));
        return Closed(page);
    }

    private static string? OfPair(uint first, uint second, CodeCatalogue codes, Pack pack)
    {
        var firsts = codes.Find(first, CodePlace.First);
        var seconds = codes.Find(second, CodePlace.Second);
        if (firsts.IsEmpty && seconds.IsEmpty)
        {
            return null;
        }

        var pair = new ErrorPair(first, second);
        var page = new StringBuilder($"# {ErrorPair.Shown(first)} with {ErrorPair.Shown(second)}\n\n");
        page.Append(codes.Of(pair) is { } together ? $"{together}\n\n" : "");
        AppendHalf(page, firsts, first, pair);
        AppendHalf(page, seconds, second, pair);
        var written = pair.ToString();
        AppendCauses(page, pack, code => code.Equals(written, StringComparison.OrdinalIgnoreCase), $"{ErrorPair.Shown(first)} with {ErrorPair.Shown(second)}");
        AppendMyths(page, codes, first, second);
        return Closed(page);
    }

    private static string? OfNumber(uint number, CodeCatalogue codes, Pack pack)
    {
        var found = codes.Find(number).ToList();
        if (found.Count == 0)
        {
            return null;
        }

        var page = new StringBuilder($"# {Number(number)}\n\n");
        if (found.Count > 1)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"The number has {found.Count} meanings; which one it is, is decided by where it was read.\n\n");
        }

        found.ForEach(one => AppendEntry(page, one.List, one.Code, number, null));
        var shown = ErrorPair.Shown(number);
        AppendCauses(page, pack, code => code.StartsWith($"{shown}/", StringComparison.OrdinalIgnoreCase), $"{shown} as the first number");
        AppendCauses(page, pack, code => code.EndsWith($"/{shown}", StringComparison.OrdinalIgnoreCase), $"{shown} as the second number");
        AppendMyths(
            page,
            codes,
            found.Exists(one => one.List.Place == CodePlace.First) ? number : null,
            found.Exists(one => one.List.Place == CodePlace.First) ? null : found.Exists(one => one.List.Place == CodePlace.Second) ? number : null);
        return Closed(page);
    }

    private static void AppendHalf(StringBuilder page, IReadOnlyCollection<(CodeList List, ErrorCode Code)> found, uint number, ErrorPair pair)
    {
        if (found.Count == 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {Number(number)}\n\nNo list of this place of the dialogue has it. ");
            page.Append(CultureInfo.InvariantCulture, $"{ClientText(pair.Code, pair.Extended)}\n\n");
        }

        foreach (var (list, code) in found)
        {
            AppendEntry(page, list, code, number, pair);
        }
    }

    private static void AppendEntry(StringBuilder page, CodeList list, ErrorCode code, uint? number, ErrorPair? pair)
    {
        var name = string.Join(" = ", code.Names.Select(MarkdownText.Code));
        page.Append(CultureInfo.InvariantCulture, $"## {(number is { } shown ? Number(shown) : "No number")}{(name.Length > 0 ? $": {name}" : "")}\n\n");
        if (code is { Number: { } from, Last: { } to })
        {
            page.Append(CultureInfo.InvariantCulture, $"One of {ErrorPair.Shown(from)} to {ErrorPair.Shown(to)}. ");
        }

        page.Append(CultureInfo.InvariantCulture, $"{Sentence(code.Meaning)}{(code.Note is { } note ? $" {note}" : "")}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"- Where it is read: {list.Title}\n");
        page.Append(code.TellsOf is { } side ? $"- Tells of: {side}.\n" : "");
        page.Append(CultureInfo.InvariantCulture, $"- Standing: {Standing(code.Standing)}\n");
        foreach (var source in code.Sources)
        {
            page.Append(CultureInfo.InvariantCulture, $"- {ReferenceLine.Of(source)}\n");
        }

        if (code.Standing == CodeStanding.Undocumented && list.Place != CodePlace.Elsewhere && number is { } asked)
        {
            var alone = list.Place == CodePlace.First ? new ErrorPair(asked, 0) : new(0, asked);
            page.Append(CultureInfo.InvariantCulture, $"- {ClientText((pair ?? alone).Code, (pair ?? alone).Extended)}\n");
        }

        page.Append('\n');
    }

    private static void AppendCauses(StringBuilder page, Pack pack, Func<string, bool> isMeant, string what)
    {
        var causes = pack.Causes.Where(cause => cause.Codes.Any(isMeant)).ToList();
        if (causes.Count == 0)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"## {Tally.Amount(causes.Count, "documented cause")} of {what}\n\n");
        foreach (var area in causes.GroupBy(cause => cause.Area, StringComparer.Ordinal).OrderBy(area => area.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"### {area.Key}\n\n");
            foreach (var cause in area)
            {
                var rules = pack.Rules.Where(rule => rule.Causes.Contains(cause.Id, StringComparer.Ordinal)).Select(rule => rule.Id).ToList();
                var decided = rules.Count > 0 ? $" ({string.Join(", ", rules)})" : "";
                var kind = cause.Kind == CauseKind.Cause ? "" : $" ({PackWord.Of(cause.Kind)})";
                page.Append(CultureInfo.InvariantCulture, $"- {cause.Id}{kind}: {cause.Title}{decided}\n");
            }

            page.Append('\n');
        }
    }

    private static void AppendMyths(StringBuilder page, CodeCatalogue codes, uint? first, uint? second)
    {
        var myths = first is null && second is null ? [] : codes.Myths.Where(myth => myth.Speaks(first, second)).ToList();
        if (myths.Count > 0)
        {
            page.Append("## What the web says of it, and no source does\n\n");
            myths.ForEach(myth => page.Append(CultureInfo.InvariantCulture, $"- \"{myth.Claim}\" {myth.Truth}\n"));
        }
    }

    private static string Closed(StringBuilder page) => page.ToString().TrimEnd('\n') + "\n";

    private static string Number(uint number) =>
        number > int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"0x{number:x} ({number}, {unchecked((int)number)})")
            : string.Create(CultureInfo.InvariantCulture, $"0x{number:x} ({number})");

    private static string Sentence(string meaning) => $"{char.ToUpperInvariant(meaning[0])}{meaning[1..]}.";

    private static string Standing(CodeStanding standing) => standing switch
    {
        CodeStanding.Documented => "documented by Microsoft.",
        CodeStanding.InPart => "documented in part; number, name or meaning is known from programs that follow the document.",
        CodeStanding.Observed => "not documented by Microsoft; known from programs, forums or issues, and no ground of a verdict.",
        _ => "not documented; nobody says what it means, whatever the web says.",
    };

    /// <summary>A number that the client does not know either gives a text of an internal error.</summary>
    private static string ClientText(uint first, uint? second) =>
        $"Windows has a text: `(New-Object -ComObject MSTscAx.MsTscAx).GetErrorDescription({ErrorPair.Shown(first)}, {ErrorPair.Shown(second ?? 0)})`; "
            + "\"an internal error\" there means that it knows none.";
}
