namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>How rules are called. No regular expressions: each start asks this of every rule, and making one of them costs more than all the answers.</summary>
public static class RuleNames
{
    /// <summary>"RDP" and four digits.</summary>
    public static bool IsId(string text) =>
        text.Length == 7 && text.StartsWith("RDP", StringComparison.Ordinal) && !text.AsSpan(3).ContainsAnyExceptInRange('0', '9');

    /// <summary>Words of a capital and at least one small letter or digit each: "RdpPortChanged".</summary>
    public static bool IsName(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var beginsWord = char.IsAsciiLetterUpper(text[at]);
            if (!(beginsWord || (at > 0 && (char.IsAsciiLetterLower(text[at]) || char.IsAsciiDigit(text[at])))))
            {
                return false;
            }

            if (beginsWord && (at + 1 == text.Length || char.IsAsciiLetterUpper(text[at + 1])))
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}
