namespace DataCuration.Recipes;

/// <summary>Terms of cybersecurity.</summary>
public static class CybersecurityTerms
{
    /// <summary>
    /// A small list of English terms in lower case. It is ours, written for this recipe. Common words such as "attack", "worm" or "patch" are left out, or come
    /// with a second word. Some of the others have meanings elsewhere too, such as "payload", so a document needs several terms. A list of your own fits your
    /// domain better.
    /// </summary>
    public static IReadOnlyList<string> English { get; } =
    [
        "access control", "advanced persistent threat", "adware", "antivirus", "arbitrary code execution", "attack surface", "attack vector",
        "authentication bypass", "backdoor", "botnet", "brute force attack", "brute-force attack", "buffer overflow", "bug bounty", "certificate authority",
        "clickjacking", "command and control", "command injection", "common vulnerabilities and exposures", "common weakness enumeration",
        "credential dumping", "credential stuffing", "cross-site request forgery", "cross-site scripting", "cryptojacking", "csrf", "cve", "cvss", "cwe",
        "cyber attack", "cyberattack", "cyberattacks", "cybersecurity", "data breach", "data exfiltration", "ddos", "denial of service", "denial-of-service",
        "deserialization", "digital forensics", "dns spoofing", "endpoint detection", "exploit", "exploitation", "exploits", "firewall", "fuzzing",
        "heap overflow", "honeypot", "incident response", "indicators of compromise", "infosec", "infostealer", "intrusion detection", "intrusion prevention",
        "ioc", "iocs", "keylogger", "lateral movement", "least privilege", "malware", "man-in-the-middle", "memory corruption", "metasploit", "mimikatz",
        "mitre att&ck", "multi-factor authentication", "path traversal", "payload", "payloads", "penetration test", "penetration testing", "pentest",
        "phishing", "privilege escalation", "proof of concept exploit", "ransomware", "red team", "remote access trojan", "remote code execution",
        "reverse shell", "rootkit", "sandbox escape", "security advisory", "security operations center", "shellcode", "siem", "smishing", "spear phishing",
        "spear-phishing", "spyware", "sql injection", "ssrf", "stack overflow attack", "supply chain attack", "threat actor", "threat actors",
        "threat hunting", "threat intelligence", "trojan", "two-factor authentication", "use-after-free", "vulnerabilities", "vulnerability", "watering hole",
        "web shell", "webshell", "wiper malware", "xss", "yara", "zero-day", "zero trust",
    ];
}
