"""Plain prose for labelled pages, by subject and language: what stood on a page, and what stands there now."""

FERRY = (
    "The ferry to the outer islands leaves at seven, and those who miss it wait for the mail boat.",
    "Nobody in the village remembers when the clock on the customs house was last right.",
    "In wet years the lower meadow is a lake, and the herons stand where the sheep stood in June.",
    "The school has eleven pupils, two teachers and a piano that came ashore in a storm.",
    "A surveyor spent a month here and drew a map that the fishermen still use to wrap their catch.",
    "The bakery opens when the baker wakes, which is earlier than anybody would like.",
    "On clear nights the lights of the mainland look close enough to touch, and are not.",
    "There is a rule about dogs on the pier, and there is a dog that has read it.",
)
FERRY_REWRITTEN = (
    "From May to September two boats serve the islands; the first ferry of the day is gone by half past seven.",
    "Passengers who come too late for it may ask the postman, whose boat takes four people and no bicycles.",
    "The pier was rebuilt in stone, so the ferry can now land in a westerly gale.",
    "Fishermen still sell their catch beside the customs house, under a clock that is wrong.",
    "Dogs travel free, if the skipper likes them; the village has its own opinion of the rule.",
    "On the mainland side a new waiting room shows the lights of the island through a large window.",
)
FERRY_GERMAN = (
    "Die Fähre zu den äußeren Inseln legt um sieben ab, und wer sie verpasst, wartet auf das Postboot.",
    "Niemand im Dorf weiß noch, wann die Uhr am Zollhaus zuletzt richtig ging.",
    "In nassen Jahren ist die untere Wiese ein See, und die Reiher stehen, wo im Juni die Schafe standen.",
    "Die Schule hat elf Schüler, zwei Lehrer und ein Klavier, das in einem Sturm an Land kam.",
    "Ein Landvermesser blieb einen Monat und zeichnete eine Karte, in die man hier noch heute Fisch wickelt.",
    "Die Bäckerei öffnet, wenn der Bäcker aufwacht, und das ist früher, als jemand möchte.",
)
FERRY_SERBIAN_LATIN = (
    "Trajekt za spoljna ostrva polazi u sedam, a ko zakasni čeka poštanski brod do podneva.",
    "Niko u selu ne pamti kada je sat na zgradi carine poslednji put bio tačan.",
    "U kišnim godinama donja livada postaje jezero, a čaplje stoje tamo gde su bile ovce.",
    "Škola ima jedanaest đaka, dva učitelja i klavir koji je oluja izbacila na obalu.",
)
FERRY_SERBIAN_CYRILLIC = (
    "Трајект за спољна острва полази у седам, а ко закасни чека поштански брод до поднева.",
    "Нико у селу не памти када је сат на згради царине последњи пут био тачан.",
    "У кишним годинама доња ливада постаје језеро, а чапље стоје тамо где су биле овце.",
    "Школа има једанаест ђака, два учитеља и клавир који је олуја избацила на обалу.",
)
FERRY_CHINESE = (
    "开往外岛的渡轮早上七点出发，赶不上的人只好等邮船。",
    "村里没有人记得海关大楼上的钟上一次走准是什么时候。",
    "多雨的年份，低处的草地变成湖泊，苍鹭站在六月里羊群站过的地方。",
    "学校有十一个学生、两位老师和一架被风暴冲上岸的钢琴。",
    "一位测量员在这里住了一个月，画了一张地图，渔民至今还用它包鱼。",
    "面包店在面包师醒来时开门，比谁都希望的要早。",
)
FERRY_CHINESE_EDITED = (
    "从今年起，开往外岛的渡轮改为早上八点出发，每天两班，周末加开一班。",
    "赶不上渡轮的乘客仍然可以乘坐邮船，但邮船只有四个座位。",
    "海关大楼上的钟已经修好，不过村里的人还是不相信它。",
    "学校现在有十三个学生，那架被风暴冲上岸的钢琴也调好了音。",
    "渔民说，测量员的地图已经用完，现在用报纸包鱼。",
)
NEWS_CHINESE = (
    "市政府宣布明年春天将拓宽北门大街，沿街商铺需要临时搬迁。",
    "羽毛球队昨晚以三比一战胜邻市，进入省级联赛决赛。",
    "气象台预计周末有强降雨，请市民减少外出并注意行车安全。",
    "图书馆新馆开放，首日接待读者超过两千人，儿童阅览室最受欢迎。",
)
BLOG_JAPANESE = (
    "離島へ向かうフェリーは朝七時に出る。乗り遅れた人は郵便船を待つしかない。",
    "税関の建物の時計が最後に合っていたのはいつか、村の誰も覚えていない。",
    "雨の多い年には下の牧草地が湖になり、六月に羊がいた場所に鷺が立っている。",
    "学校には生徒が十一人、先生が二人、そして嵐で流れ着いたピアノが一台ある。",
)
MONDAY = (
    "The council has voted to resurface Mill Lane before the autumn, after three years of complaints about potholes.",
    "Both candidates for mayor met in the grammar school on Sunday and agreed on almost nothing.",
    "Firefighters freed a horse from a swimming pool in Ashgrove; the owner had not known that he owned a pool.",
    "The library's lending figures rose by a fifth, chiefly owing to detective novels and a broken television mast.",
    "Rain is expected from Wednesday, with gusts along the ridge and sleet above four hundred metres.",
)
FRIDAY = (
    "Surgeons at the county hospital have replaced a hip using a robot, which they described as patient and expensive.",
    "A lorry carrying nine tonnes of yoghurt overturned on the ring road; traffic was diverted through Penfield.",
    "Ticket prices at the open-air theatre will stay the same, its manager said, because nobody would pay more.",
    "Police are looking for the person who paints moustaches on the portraits in the railway station.",
    "The under-twelves won again, this time against a team from which two players had already gone home.",
)
FRIDAY_WITH_CASINO = (
    *FRIDAY,
    "The county will vote in May on whether a casino may open in the old tannery; the bishop is against it.",
)
GAMBLING_STUDY = (
    "Our study followed two hundred people who use an online casino at least once a week.",
    "Most of them began with a free spins offer, and half could not say what a wagering requirement is.",
    "A regulator that wants to limit losses should look at deposit limits before it looks at advertising.",
    "Players of slot games lost more than players of poker, and noticed it less.",
    "The operators whom we asked for their figures sent us brochures about responsible gambling.",
    "We thank the clinic for access to its patients, and the patients for their patience.",
)
GAMBLING_STUDY_REVISED = (
    "This revised version of our study adds ninety people, so that it now follows two hundred and ninety.",
    "An online casino earns most from the players who deposit at night, which our first version had not measured.",
    "Deposit limits help; advertising bans help less than the regulator hoped; free spins offers should end.",
    "Slot games remain the games in which losses are largest, and are noticed least by the players themselves.",
    "Two operators have sent figures since; one of them asked for the brochure back.",
)
DOMAIN_TRADE = (
    "In the trade with domain names a lapsed registration is worth more than a new one, because links lead to it.",
    "The page that a dealer puts up says that this domain is for sale, and names no price.",
    "We registered forty lapsed names of newspapers and counted the visitors: nine in ten came from old links.",
    "Registrars hold auctions before a name is free, so that the former owner hears of it last.",
    "Nobody whom we asked could say how many of the dealers know what stood at the names they sell.",
)
DRUG_LEAFLET = (
    "Sildenafil, sold as Viagra among other names, was first studied as a medicine for angina.",
    "It must not be taken together with nitrates, since the blood pressure may fall dangerously.",
    "The usual dose is fifty milligrams, about an hour before it is needed, and not more than once a day.",
    "Headache, flushing and a blue tinge of vision are common; they pass within hours.",
    "Tablets that are bought from a shop on the internet without a prescription are counterfeit in most tests.",
)
DRUG_LEAFLET_REVISED = (
    "Sildenafil is a prescription medicine; Viagra was its first brand name, and generic tablets are the same.",
    "Nitrates and sildenafil together can be fatal, so tell your doctor about any spray or patch for angina.",
    "A dose of twenty-five milligrams is enough for people over sixty-five or with weak kidneys.",
    "Common effects are headache, flushing, indigestion and changes in vision; seek help if they last.",
)
FESTIVAL_OLD = (
    "On Friday the brass band of Penfield opens the festival at six on the meadow stage.",
    "Saturday belongs to the choirs: nineteen of them, from noon to midnight, with a break for the fireworks.",
    "Camping is on the north field; bring your own water, for the well is the sheep's.",
    "Tickets cost thirty euros for both days and are sold at the bakery.",
)
FESTIVAL_NEW = (
    "Two stages, forty performers and a puppet theatre: the programme of this summer is complete.",
    "Ines Moravec plays the hurdy-gurdy on Thursday evening, followed by the Quarrymen's Orchestra.",
    "Shuttle buses run from the railway station every twenty minutes until one in the morning.",
    "Early booking ends in March. Children under ten need no wristband.",
)

MUSEUM = (
    "The museum of clocks opens on three afternoons a week, and all its clocks strike at a different noon.",
    "Its founder, a watchmaker named Oskar Lindqvist, left four hundred pendulums and no catalogue.",
    "Visitors may wind the astronomical clock under the eyes of a guide who has broken it twice.",
    "The workshop repairs church clocks of the whole valley, in exchange for cheese.",
    "A ticket costs six crowns; children pay by answering what time it is on Mars.",
    "In the cellar stands a sundial, which the founder considered his best joke.",
)
MUSEUM_FRENCH = (
    "Le musée des horloges ouvre trois après-midi par semaine, et toutes ses horloges sonnent un midi différent.",
    "Son fondateur, un horloger nommé Oskar Lindqvist, a laissé quatre cents pendules et aucun catalogue.",
    "Les visiteurs peuvent remonter l'horloge astronomique sous les yeux d'un guide qui l'a cassée deux fois.",
    "L'atelier répare les horloges d'église de toute la vallée, en échange de fromage.",
    "Un billet coûte six couronnes ; les enfants paient en disant quelle heure il est sur Mars.",
)
SPANISH_NEWS = (
    "El ayuntamiento aprobó ayer el presupuesto para reparar el tejado del mercado antes del invierno.",
    "Los pescadores piden que la lonja abra una hora antes, porque los compradores llegan de noche.",
    "La biblioteca prestará instrumentos musicales a partir de septiembre, empezando por los acordeones.",
    "Un jabalí entró en la farmacia de la plaza y salió sin receta, según testigos.",
)
SPANISH_OTHER = (
    "La selección de baloncesto entrenará en el pabellón municipal durante la primera semana de julio.",
    "El servicio meteorológico espera tormentas en la sierra y temperaturas de treinta y ocho grados en el valle.",
    "Una investigadora de la universidad ha descrito tres especies nuevas de escarabajos en una gruta cercana.",
    "Los vecinos de la calle Mayor celebran cien años de su fiesta con una paella para mil personas.",
)

# --- what comes after an owner has lost a name ---------------------------------------------------

SLOTS_INDONESIAN = (
    "Selamat datang di situs slot gacor hari ini dengan RTP live tertinggi dan bonus new member 100 persen.",
    "Daftar akun slot online resmi cukup dengan satu user ID untuk bermain judi bola, togel, casino dan poker.",
    "Deposit pulsa tanpa potongan, dana, ovo dan gopay diproses dalam hitungan detik oleh admin yang ramah.",
    "Slot gacor maxwin dari Pragmatic Play, PG Soft dan Habanero selalu memberikan scatter dan jackpot besar.",
    "Kami adalah agen judi online terpercaya dengan lisensi resmi dan layanan customer service 24 jam.",
    "Link alternatif slot88 selalu diperbarui agar para pemain bisa login kapan saja tanpa gangguan.",
)
BETTING_TURKISH = (
    "Deneme bonusu veren siteler listesi her gün güncellenir ve çevrim şartsız bonuslar burada yayınlanır.",
    "Güvenilir bahis siteleri arasında yüksek oranlar, canlı casino ve hızlı para çekme imkanı sunulur.",
    "Kaçak iddaa oynamak isteyenler için yeni giriş adresi ve mobil uygulama bağlantısı aşağıdadır.",
    "Slot oyunlarında bedava dönüş kazanmak için üye olmanız ve ilk yatırımınızı yapmanız yeterlidir.",
    "Canlı bahis heyecanını yaşarken casino masalarında gerçek krupiyeler size eşlik eder.",
)
BETTING_VIETNAMESE = (
    "Nhà cái uy tín hàng đầu châu Á mang đến tỷ lệ kèo nhà cái chính xác nhất cho mọi trận đấu hôm nay.",
    "Đăng ký tài khoản để nhận khuyến mãi nạp đầu, tham gia casino trực tuyến, bắn cá và nổ hũ.",
    "Soi kèo bóng đá tối nay cùng chuyên gia, cập nhật tỷ lệ châu Âu, tài xỉu và kèo góc liên tục.",
    "Nạp rút nhanh chóng trong ba phút, bảo mật thông tin tuyệt đối và chăm sóc khách hàng suốt ngày đêm.",
)
CASINO_ENGLISH = (
    "Welcome to our guide to the best online casino sites, where every new player gets a no deposit bonus.",
    "Spin the reels of more than two thousand slots, and claim 200 free spins with your first deposit.",
    "Our experts compare casino bonuses, wagering requirements and payout speeds, so that you can play for real money.",
    "Live dealer blackjack, roulette and baccarat are open day and night on mobile and desktop.",
    "Crypto deposits are instant, and the top rated casinos pay out within an hour.",
    "Join now, play responsibly, and win the progressive jackpot tonight.",
)
CASINO_RUSSIAN = (
    "Официальный сайт казино предлагает игровые автоматы на реальные деньги и бездепозитный бонус за регистрацию.",
    "Рабочее зеркало на сегодня позволяет обойти блокировку и войти в личный кабинет без ограничений.",
    "Фриспины, кэшбэк и турниры ждут каждого игрока, а ставки на спорт принимаются круглосуточно.",
    "Вывод выигрышей на карту занимает не больше часа, лицензия подтверждает честность всех слотов.",
)
GAMBLING_CHINESE = (
    "澳门威尼斯人官网为您提供真人视讯、体育投注、电子游艺和彩票游戏，注册即送彩金。",
    "百家乐、龙虎、轮盘等真人娱乐项目全天开放，存取款快捷安全，客服在线等候。",
    "本娱乐城拥有正规牌照，信誉第一，支持手机下载客户端，随时随地畅玩老虎机。",
    "新会员首存送百分之百，天天返水无上限，欢迎广大玩家加入我们的平台。",
)
TOTO_KOREAN = (
    "안전놀이터와 메이저사이트를 엄선하여 소개하는 토토사이트 추천 커뮤니티입니다.",
    "먹튀검증을 통과한 업체만 등록되며 신규 가입 회원에게 첫충 보너스를 지급합니다.",
    "스포츠토토 배당과 실시간 중계, 카지노사이트와 슬롯사이트 정보를 매일 업데이트합니다.",
    "바카라와 파워볼을 즐기는 회원을 위해 환전은 오 분 안에 처리됩니다.",
)
BACCARAT_THAI = (
    "เว็บพนันออนไลน์อันดับหนึ่ง สมัครสมาชิกวันนี้รับโบนัสฟรีทันที ฝากถอนอัตโนมัติไม่มีขั้นต่ำ",
    "บาคาร่าออนไลน์ สล็อตเว็บตรง แทงบอล หวยออนไลน์ ครบจบในเว็บเดียว เล่นได้ทุกวันตลอดยี่สิบสี่ชั่วโมง",
    "สล็อตแตกง่าย แจ็คพอตใหญ่ ทดลองเล่นฟรีไม่ต้องสมัคร รองรับทุกระบบทั้งมือถือและคอมพิวเตอร์",
)
FAKE_SHOP_JAPANESE = (
    "激安通販サイトへようこそ。人気ブランドの財布、バッグ、腕時計を最大八十パーセント割引で販売しております。",
    "全国送料無料、即日発送。正規品保証付きで安心してお買い物をお楽しみいただけます。",
    "新作スニーカーが続々入荷中です。数量限定のため、お早めにご注文ください。",
    "お支払いはクレジットカードまたは銀行振込をご利用いただけます。返品は商品到着後七日以内にご連絡ください。",
)
PHARMACY = (
    "Buy Viagra online without prescription at the lowest price, with free worldwide delivery in plain packaging.",
    "Our Canadian pharmacy offers generic Cialis, Levitra and Kamagra, approved and made in India.",
    "Order Tramadol and Xanax overnight; we accept Bitcoin, Visa and MasterCard.",
    "Cheap pills, discreet shipping, and ten free tablets with every order over one hundred dollars.",
)
MATTRESSES = (
    "A good mattress lasts ten years, and this guide helps you to choose between foam, springs and latex.",
    "Side sleepers need a softer surface at the shoulder, whereas people who lie on their back want firmness.",
    "We tested thirty models for heat, noise and edge support, and returned most of them within the trial period.",
    "Toppers are cheaper than replacements, but they slide unless the corners have elastic bands.",
    "Couples should compare motion isolation first; a restless partner costs more sleep than a poor pillow.",
    "Our top pick remains the hybrid from last spring, now with a washable cover and free delivery.",
)
DATA_LIBRARIES = (
    "The course teaches librarians to prepare, join and publish tabular records with open software.",
    "Participants learn regular expressions, version control and the clean storage of spreadsheets in one week.",
    "Lessons are written by volunteers and reviewed by instructors from several universities.",
    "Registration closes in August, and a certificate is given to those who hand in the exercises.",
)
LOANS = (
    "Get a cash advance today: our payday loans need no credit check and are approved in five minutes.",
    "Bad credit is no problem, because our lenders look at your income and not at your past.",
    "Compare installment loans, title loans and personal loans from more than sixty lenders in one form.",
    "The money is in your bank account by tomorrow morning, and you decide when you pay it back.",
)
ADULT = (
    "Meet local singles tonight: our dating site has thousands of profiles with photos near you.",
    "Registration is free for women, and men get three messages before they need a membership.",
    "Video chat with models around the clock, in private rooms and without a download.",
    "Our members say that they found somebody within a week; read their stories below.",
)
SEARCH_LINKS = ("Related searches:", "Cheap flights", "Car insurance quotes", "Online degrees", "Home loans")


def paragraphs(sentences: tuple[str, ...], times: int = 1) -> str:
    """One paragraph for each two sentences; the whole so many times, each time in another order."""
    ordered = [sentences[(place + turn) % len(sentences)] for turn in range(times) for place in range(len(sentences))]
    return "".join(f"<p>{' '.join(ordered[start : start + 2])}</p>\n" for start in range(0, len(ordered), 2))
