using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning.Diagnoses;

/// <summary>An entry of <c>corpus/diagnoses/scenarios.txt</c>: a cause, and what makes a healthy machine have it.</summary>
/// <param name="With">What the same fault is under other names.</param>
/// <param name="Base">The healthy machine.</param>
/// <param name="Statements">Lines of the file.</param>
public sealed record PlantedFault(string Cause, IReadOnlyList<string> With, string Base, IReadOnlyList<string> Roles, IReadOnlyList<string> Statements)
{
    private const string File = "tests/corpus/diagnoses/scenarios.txt";
    private const string UsualBase = "server-2022";

    private static readonly (string Short, string Long)[] Keys =
    [
        ("TS", @"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server"),
        ("RDP", @"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp"),
        ("SVC", @"HKLM\SYSTEM\CurrentControlSet\Services"),
        ("POL", @"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"),
        ("FW", @"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"),
        ("LSA", @"HKLM\SYSTEM\CurrentControlSet\Control\Lsa"),
        ("CV", @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"),
        ("SCH", @"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols"),
        ("SM", @"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager"),
    ];

    /// <summary>Begins a statement that makes the machine what the fault is about, and is no part of the fault.</summary>
    private const string Both = "both ";

    /// <summary>Begins a statement of the machine without the fault.</summary>
    private const string Without = "repaired ";

    public static IReadOnlyList<PlantedFault> All { get; } = [.. Read()];

    public IEnumerable<string> Surroundings => Of(Both);

    public IEnumerable<string> Repair => Of(Without);

    public IEnumerable<string> Fault => Statements.Where(statement =>
        !statement.StartsWith(Both, StringComparison.Ordinal) && !statement.StartsWith(Without, StringComparison.Ordinal));

    private IEnumerable<string> Of(string word) =>
        Statements.Where(statement => statement.StartsWith(word, StringComparison.Ordinal)).Select(statement => statement[word.Length..]);

    public override string ToString() => Cause;

    private static IEnumerable<PlantedFault> Read()
    {
        var statements = new List<string>();
        var blocks = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? block = null;
        string? head = null;
        foreach (var line in System.IO.File.ReadLines(Repository.At(File)).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("* ", StringComparison.Ordinal))
            {
                blocks[line[2..]] = block = [];
            }
            else if (line.StartsWith("use ", StringComparison.Ordinal))
            {
                statements.AddRange(blocks[line[4..]].Select(one => Both + one));
            }
            else if (block is not null && !line.StartsWith("= ", StringComparison.Ordinal))
            {
                block.Add(line);
            }
            else if (line.StartsWith("= ", StringComparison.Ordinal))
            {
                if (head is not null)
                {
                    yield return Parse(head, statements);
                }

                (head, statements, block) = (line[2..], [], null);
            }
            else
            {
                statements.Add(line);
            }
        }

        if (head is not null)
        {
            yield return Parse(head, statements);
        }
    }

    private static PlantedFault Parse(string head, List<string> statements)
    {
        var words = head.Split(' ');
        return new(
            words[0],
            After("with"),
            After("on") is [var machine] ? machine : UsualBase,
            After("as") is { Count: > 0 } roles ? [.. roles.Where(role => role != "anything")] : ["host"],
            [.. statements.Select(Expanded)]);

        List<string> After(string word) => [.. words.SkipWhile(one => one != word).Skip(1).TakeWhile(one => one is not ("with" or "on" or "as"))];
    }

    private static string Expanded(string statement)
    {
        if (new[] { Both, Without }.FirstOrDefault(word => statement.StartsWith(word, StringComparison.Ordinal)) is { } word)
        {
            return word + Expanded(statement[word.Length..]);
        }

        var space = statement.IndexOf(' ', StringComparison.Ordinal);
        if (statement[..space] is not ("reg" or "many" or "client"))
        {
            return statement;
        }

        var rest = statement[(space + 1)..];
        var minus = rest[0] == '-' ? "-" : "";
        var key = rest[minus.Length..];
        foreach (var (name, whole) in Keys.Where(known => key.StartsWith($@"{known.Short}\", StringComparison.Ordinal)
            || key.StartsWith($"{known.Short}!", StringComparison.Ordinal)))
        {
            key = whole + key[name.Length..];
            break;
        }

        return $"{statement[..space]} {minus}{key}";
    }
}
