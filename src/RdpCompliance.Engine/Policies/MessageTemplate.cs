using System.Text;

namespace RdpCompliance.Engine.Policies;

/// <summary>A rule's message: text with {paths} of the subject, {name} of the subject itself, and {because}.</summary>
internal static class MessageTemplate
{
    public const string Because = "because";
    public const string Name = "name";

    /// <summary>The paths in the message, without the two words that are no paths.</summary>
    public static IEnumerable<string> Paths(string message) => Holes(message).Where(hole => hole is not (Because or Name));

    public static string Fill(string message, Func<string, string> valueOf)
    {
        var filled = new StringBuilder(message.Length);
        var at = 0;
        while (message.IndexOf('{', at) is var open and >= 0 && message.IndexOf('}', open) is var close and >= 0)
        {
            filled.Append(message, at, open - at).Append(valueOf(message[(open + 1)..close]));
            at = close + 1;
        }

        return filled.Append(message, at, message.Length - at).ToString();
    }

    private static List<string> Holes(string message)
    {
        var holes = new List<string>();
        Fill(message, hole =>
        {
            holes.Add(hole);
            return "";
        });
        return holes;
    }
}
