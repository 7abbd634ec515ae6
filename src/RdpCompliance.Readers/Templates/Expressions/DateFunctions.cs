using System.Globalization;
using System.Xml;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-date</summary>
internal static class DateFunctions
{
    private const string UtcNowFormat = "yyyyMMdd'T'HHmmss'Z'";

    private const string EpochFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static IEnumerable<LibraryFunction> All =>
    [
        new("dateTimeAdd", 2, 3, Evaluation.Strict, Add),
        new("dateTimeFromEpoch", 1, 1, Evaluation.Strict, FromEpoch),
        new("dateTimeToEpoch", 1, 1, Evaluation.Strict, ToEpoch),
        new("utcNow", 0, 1, Evaluation.Strict, UtcNow),
    ];

    private static Node Add(FunctionCall call)
    {
        if (TryParse(call[0]) is not { } start)
        {
            return call.WrongType(0, "a time in ISO 8601 form");
        }

        if (call[1] is not Node.Text duration || TryParseDuration(duration.Value) is not { } span)
        {
            return call.WrongType(1, "a duration in ISO 8601 form, such as 'PT1H',");
        }

        var ticks = (Int128)start.UtcTicks + span.Ticks;
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return call.Fail("the result is no date of the calendar");
        }

        // Without a format the offset is left out and the clock of the start counts.
        return call.Count > 2
            ? Print(call, start + span, call[2], 2)
            : call.Text((start.DateTime + span).ToString(EpochFormat, CultureInfo.InvariantCulture));
    }

    private static Node FromEpoch(FunctionCall call)
    {
        const long Most = 253_402_300_799;
        long? given = call[0] switch
        {
            Node.Number { Whole: { } number } => number,
            Node.Text text when long.TryParse(text.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
        return given is >= -62_135_596_800 and <= Most and var seconds
            ? call.Text(DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(EpochFormat, CultureInfo.InvariantCulture))
            : call.WrongType(0, "seconds since 1970-01-01");
    }

    private static Node ToEpoch(FunctionCall call) =>
        TryParse(call[0]) is { } time ? call.Number(time.ToUnixTimeSeconds()) : call.WrongType(0, "a time in ISO 8601 form");

    private static Node UtcNow(FunctionCall call) => call.Evaluator.Scope.AsOf is { } now
        ? Print(call, now, call.Count > 0 ? call[0] : new Node.Text(call.Place, UtcNowFormat), 0)
        : Unknown.Changing(call.Place, "utcNow()", "the time of the deployment; pass --as-of");

    private static Node Print(FunctionCall call, DateTimeOffset time, Node format, int index)
    {
        if (format is not Node.Text { Value: var text })
        {
            return call.WrongType(index, "a .NET format of dates");
        }

        try
        {
            return call.Text(time.ToString(text, CultureInfo.InvariantCulture));
        }
        catch (FormatException)
        {
            return call.Fail($"'{text}' is no .NET format of dates");
        }
    }

    private static DateTimeOffset? TryParse(Node node) =>
        node is Node.Text text
        && (DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || DateTimeOffset.TryParseExact(text.Value, UtcNowFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
            ? time
            : null;

    private static TimeSpan? TryParseDuration(string text)
    {
        try
        {
            return text.Length < 100 ? XmlConvert.ToTimeSpan(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
